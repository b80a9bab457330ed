//! A small reader of Rust source: the names and signs of the code with their lines, and the texts written in it.
//!
//! It knows just enough of the language to leave out comments and to keep texts apart (nested comments, raw texts,
//! characters against lifetimes). It does not expand macros and does not resolve `use ... as` renames.

/// A name or a sign of the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// A whole name or number, `::`, or one sign.
    pub text: String,
    /// Counted from 1.
    pub line: usize,
}

/// A file as the rules see it.
#[derive(Debug, Default)]
pub struct Code {
    /// What is left without comments and texts.
    pub tokens: Vec<Token>,
    /// What stands between quotation marks, with the line on which it begins.
    pub texts: Vec<Token>,
}

impl Code {
    /// The text of the token at `at`, empty past the end.
    pub fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// Whether the token at `at` is a name (a keyword is one too).
    pub fn is_name(&self, at: usize) -> bool {
        self.text(at)
            .chars()
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
    }
}

/// Reads `source`.
pub fn scan(source: &str) -> Code {
    let letters: Vec<char> = source.chars().collect();
    let mut code = Code::default();
    let (mut at, mut line) = (0, 1);
    let letter = |at: usize| letters.get(at).copied().unwrap_or('\0');
    while at < letters.len() {
        let start = at;
        let here = letter(at);
        if here == '/' && letter(at + 1) == '/' {
            while at < letters.len() && letter(at) != '\n' {
                at += 1;
            }
        } else if here == '/' && letter(at + 1) == '*' {
            let mut depth = 0;
            while at < letters.len() {
                match (letter(at), letter(at + 1)) {
                    ('/', '*') => (depth, at) = (depth + 1, at + 2),
                    ('*', '/') => (depth, at) = (depth - 1, at + 2),
                    _ => at += 1,
                }
                if depth == 0 {
                    break;
                }
            }
        } else if let Some((from, hashes)) = raw_text(&letters, at) {
            at = from;
            let closes = |at: usize| letter(at) == '"' && (1..=hashes).all(|ahead| letter(at + ahead) == '#');
            while at < letters.len() && !closes(at) {
                at += 1;
            }
            code.texts.push(Token {
                text: letters[from..at].iter().collect(),
                line,
            });
            at += 1 + hashes;
        } else if here == '"' {
            at += 1;
            while at < letters.len() && letter(at) != '"' {
                at += if letter(at) == '\\' { 2 } else { 1 };
            }
            let end = at.min(letters.len());
            code.texts.push(Token {
                text: letters[start + 1..end].iter().collect(),
                line,
            });
            at += 1;
        } else if here == '\'' && letter(at + 1) == '\\' {
            at += 3;
            while at < letters.len() && letter(at) != '\'' {
                at += 1;
            }
            at += 1;
        } else if here == '\'' && letter(at + 2) == '\'' {
            at += 3;
        } else if here.is_alphanumeric() || here == '_' {
            while letter(at).is_alphanumeric() || letter(at) == '_' {
                at += 1;
            }
            code.tokens.push(Token {
                text: letters[start..at].iter().collect(),
                line,
            });
        } else if here == ':' && letter(at + 1) == ':' {
            at += 2;
            code.tokens.push(Token {
                text: "::".to_owned(),
                line,
            });
        } else {
            at += 1;
            if !here.is_whitespace() {
                code.tokens.push(Token {
                    text: here.to_string(),
                    line,
                });
            }
        }
        line += letters[start..at.min(letters.len())]
            .iter()
            .filter(|&&letter| letter == '\n')
            .count();
    }
    code
}

/// Where the inside of a raw text that begins at `at` starts, and by how many `#` it is closed.
fn raw_text(letters: &[char], mut at: usize) -> Option<(usize, usize)> {
    let part_of_a_name = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
    if matches!(letters.get(at), Some('b' | 'c')) {
        at += 1;
    }
    if part_of_a_name || letters.get(at) != Some(&'r') {
        return None;
    }
    let hashes = letters[at + 1..].iter().take_while(|&&letter| letter == '#').count();
    (letters.get(at + 1 + hashes) == Some(&'"')).then_some((at + 2 + hashes, hashes))
}

#[test]
fn comments_and_texts_are_not_code() {
    let code = scan("a // b\n/* c /* d */ e */ f \"g \\\" h\" br##\"i \"# j\"## 'k' '\\n' &'l m::n r\"o\"");
    let tokens: Vec<&str> = code.tokens.iter().map(|token| token.text.as_str()).collect();
    // The `b` of `b"..."` stays a name of its own, that of a raw text does not.
    assert_eq!(tokens, ["a", "f", "&", "'", "l", "m", "::", "n"]);
    let texts: Vec<&str> = code.texts.iter().map(|text| text.text.as_str()).collect();
    assert_eq!(texts, ["g \\\" h", "i \"# j", "o"]);
    assert_eq!(code.tokens[1].line, 2);
}
