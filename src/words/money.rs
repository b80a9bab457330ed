//! Amounts in the currency of the business: "€35.00", "CHF 35.00".

use crate::domain::Book;
use crate::domain::values::{Currency, Money};

/// An amount with its currency.
pub fn amount(money: Money, currency: Currency) -> String {
    let code = currency.to_string();
    let text = money.text(currency.digits());
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    match code.as_str() {
        "EUR" => format!("{sign}€{text}"),
        "USD" => format!("{sign}${text}"),
        "GBP" => format!("{sign}£{text}"),
        "JPY" => format!("{sign}¥{text}"),
        _ => format!("{sign}{code} {text}"),
    }
}

/// An amount in the currency of the book.
pub fn of(book: &Book, money: Money) -> String {
    amount(
        money,
        book.business().map_or(Currency::EUR, |business| business.currency),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_digits_and_the_sign_of_their_currency() {
        let check = |units, code: &str, text: &str| {
            assert_eq!(amount(Money::minor(units), code.parse().unwrap()), text);
        };
        check(3500, "EUR", "€35.00");
        check(-5, "USD", "-$0.05");
        check(3500, "CHF", "CHF 35.00");
        check(3500, "JPY", "¥3500");
    }
}
