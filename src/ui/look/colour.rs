//! The colours of both themes, and the tints that tell the staff apart.
//!
//! Warm neutral ground and one accent; colour belongs to people and states, not to chrome. Every pair of text and ground
//! reaches 4.5:1 and every part 3:1 (WCAG 2.2 AA); the tests hold that for both themes.

#![allow(clippy::disallowed_methods, reason = "this is the one home of raw colours")]

use egui::{Color32, Ui, Visuals};

/// All colours of one theme, named by what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The window behind everything.
    pub ground: Color32,
    /// Navigation, headers, quiet strips.
    pub panel: Color32,
    /// Hours in which nobody works, behind the white ones of the calendar.
    pub closed: Color32,
    /// Fields, cards, tables, dialogs: what is written on.
    pub card: Color32,
    /// What the pointer is over.
    pub hover: Color32,
    /// What is pressed down.
    pub pressed: Color32,
    /// Hairlines that divide; not needed to understand a thing.
    pub line: Color32,
    /// Outlines of what its words already tell apart: buttons, chips. Quieter than that of fields.
    pub edge: Color32,
    /// Outlines of fields and boxes.
    pub strong_line: Color32,
    /// Text.
    pub text: Color32,
    /// Second text: help, units, services.
    pub muted: Color32,
    /// The one colour of the window: primary buttons, what is chosen, the focus.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Ground of what is chosen, quieter than the accent.
    pub accent_tint: Color32,
    /// Errors, clashes.
    pub danger: Color32,
    /// Text on danger as a ground.
    pub on_danger: Color32,
    /// Ground of a danger notice or badge.
    pub danger_tint: Color32,
    /// Warnings.
    pub warn: Color32,
    /// Ground of a warning.
    pub warn_tint: Color32,
    /// What went well.
    pub ok: Color32,
    /// Ground of what went well.
    pub ok_tint: Color32,
    /// The message bar, the opposite of the card, so that it stands out without a shadow.
    pub toast: Color32,
    /// Text on the message bar.
    pub on_toast: Color32,
    /// The one action on the message bar.
    pub toast_accent: Color32,
    /// The icon of a message about a failure.
    pub toast_danger: Color32,
    /// What lies over the window while a dialog is open.
    pub veil: Color32,
    /// The shadow under popovers and dialogs.
    pub shadow: Color32,
    swatches: [Swatch; 8],
}

/// The two colours of one member of staff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// Ground of a block.
    pub tint: Color32,
    /// The stripe at its left, and text or icons on the tint.
    pub stripe: Color32,
}

/// Colours a member of staff can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum StaffTint {
    Teal,
    Plum,
    Ochre,
    Rose,
    Blue,
    Moss,
    Clay,
    Slate,
}

impl StaffTint {
    /// Every tint, in the order they are handed out.
    pub const ALL: [Self; 8] = [
        Self::Teal,
        Self::Plum,
        Self::Ochre,
        Self::Rose,
        Self::Blue,
        Self::Moss,
        Self::Clay,
        Self::Slate,
    ];

    /// The word for it on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Teal => "Teal",
            Self::Plum => "Plum",
            Self::Ochre => "Ochre",
            Self::Rose => "Rose",
            Self::Blue => "Blue",
            Self::Moss => "Moss",
            Self::Clay => "Clay",
            Self::Slate => "Slate",
        }
    }

    /// The tint of that name in any case of letters, or none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|tint| tint.label().eq_ignore_ascii_case(name))
    }

    /// How it is kept with the member of staff: the stripe of the light theme.
    pub fn rgb(self) -> [u8; 3] {
        let [red, green, blue, _] = LIGHT.swatch(self).stripe.to_array();
        [red, green, blue]
    }

    /// The tint that is nearest to a colour that came from elsewhere.
    pub fn nearest(rgb: [u8; 3]) -> Self {
        let away = |tint: &Self| -> u32 {
            let pairs = tint.rgb().into_iter().zip(rgb);
            pairs.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
        };
        Self::ALL.into_iter().min_by_key(away).unwrap_or(Self::Slate)
    }

    /// The tint for the `n`-th member of staff, for whom none was chosen; after the eighth it starts again.
    pub fn nth(n: usize) -> Self {
        Self::ALL
            .into_iter()
            .cycle()
            .nth(n % Self::ALL.len())
            .unwrap_or(Self::Slate)
    }
}

/// What a badge, a notice or a message means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Plain,
    /// Chosen, or new.
    Accent,
    /// All is well.
    Ok,
    /// Worth a look.
    Warn,
    /// Wrong, or in the way.
    Danger,
}

impl Palette {
    /// The palette of the theme that `ui` is drawn in.
    pub fn of(ui: &Ui) -> &'static Self {
        Self::of_visuals(ui.visuals())
    }

    /// The palette of the theme that these visuals are of, where there is no `Ui` yet.
    pub fn of_visuals(visuals: &Visuals) -> &'static Self {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }

    /// The two colours of a tint in this theme.
    pub fn swatch(&self, tint: StaffTint) -> Swatch {
        let [teal, plum, ochre, rose, blue, moss, clay, slate] = self.swatches;
        match tint {
            StaffTint::Teal => teal,
            StaffTint::Plum => plum,
            StaffTint::Ochre => ochre,
            StaffTint::Rose => rose,
            StaffTint::Blue => blue,
            StaffTint::Moss => moss,
            StaffTint::Clay => clay,
            StaffTint::Slate => slate,
        }
    }

    /// Ground and text of a tone: the text is readable on that ground and on all others.
    pub fn tone(&self, tone: Tone) -> Swatch {
        let (tint, stripe) = match tone {
            Tone::Plain => (self.pressed, self.muted),
            Tone::Accent => (self.accent_tint, self.accent),
            Tone::Ok => (self.ok_tint, self.ok),
            Tone::Warn => (self.warn_tint, self.warn),
            Tone::Danger => (self.danger_tint, self.danger),
        };
        Swatch { tint, stripe }
    }
}

const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const fn swatch(tint: u32, stripe: u32) -> Swatch {
    Swatch {
        tint: hex(tint),
        stripe: hex(stripe),
    }
}

pub(super) static LIGHT: Palette = Palette {
    ground: hex(0xFAF9F7),
    panel: hex(0xF2F0EC),
    closed: hex(0xE6E2DB),
    card: hex(0xFFFFFF),
    hover: hex(0xF2F0EC),
    pressed: hex(0xE8E5DF),
    line: hex(0xDAD6CF),
    edge: hex(0xC6C1B8),
    strong_line: hex(0x8C877E),
    text: hex(0x1F1D1A),
    muted: hex(0x625D55),
    accent: hex(0x0F6B62),
    accent_hover: hex(0x0B5750),
    on_accent: hex(0xFFFFFF),
    accent_tint: hex(0xDDEFEC),
    danger: hex(0xB3261E),
    on_danger: hex(0xFFFFFF),
    danger_tint: hex(0xFBE9E7),
    warn: hex(0x8A5A00),
    warn_tint: hex(0xFBF0DA),
    ok: hex(0x2E6B34),
    ok_tint: hex(0xE4F1E4),
    toast: hex(0x2A2825),
    on_toast: hex(0xF5F3EF),
    toast_accent: hex(0x7FD8CC),
    toast_danger: hex(0xFFB4AB),
    veil: Color32::from_black_alpha(92),
    shadow: Color32::from_black_alpha(28),
    swatches: [
        swatch(0xCFE8E4, 0x0F6B62),
        swatch(0xEBD9EE, 0x7A3B86),
        swatch(0xF3E3C3, 0x8A5A00),
        swatch(0xF6D9DC, 0xA43A4A),
        swatch(0xD6E3F5, 0x2F5D9E),
        swatch(0xDDE8CC, 0x4F6B1E),
        swatch(0xF2DDD0, 0x9A4A1F),
        swatch(0xDEE2E8, 0x4A5565),
    ],
};

pub(super) static DARK: Palette = Palette {
    ground: hex(0x171614),
    panel: hex(0x1F1E1B),
    closed: hex(0x0E0D0C),
    card: hex(0x262421),
    hover: hex(0x2E2C28),
    pressed: hex(0x383530),
    line: hex(0x3A3733),
    edge: hex(0x524E48),
    strong_line: hex(0x858079),
    text: hex(0xEDEAE4),
    muted: hex(0xA8A299),
    accent: hex(0x5CC8BB),
    accent_hover: hex(0x79D6CA),
    on_accent: hex(0x0B2A27),
    accent_tint: hex(0x1E3835),
    danger: hex(0xFFB4AB),
    on_danger: hex(0x3A0A06),
    danger_tint: hex(0x46221E),
    warn: hex(0xE8B75A),
    warn_tint: hex(0x3B2F17),
    ok: hex(0x8CCB92),
    ok_tint: hex(0x20331F),
    toast: hex(0xEDEAE4),
    on_toast: hex(0x1F1D1A),
    toast_accent: hex(0x0F6B62),
    toast_danger: hex(0xB3261E),
    veil: Color32::from_black_alpha(140),
    shadow: Color32::from_black_alpha(110),
    swatches: [
        swatch(0x1E3F3B, 0x5CC8BB),
        swatch(0x3E2A43, 0xD49BE0),
        swatch(0x42351A, 0xE8B75A),
        swatch(0x47272C, 0xF0959F),
        swatch(0x22344F, 0x8FB6EF),
        swatch(0x2F3A1C, 0xB0CC74),
        swatch(0x452C1F, 0xF0A27C),
        swatch(0x2F343B, 0xA9B4C4),
    ],
};

#[cfg(test)]
mod tests {
    use egui::{Color32, Rgba};

    use super::{DARK, LIGHT, Palette, StaffTint, Tone};

    const TEXT: f32 = 4.5;
    const PART: f32 = 3.0;

    /// Contrast of two colours after WCAG 2.2.
    fn contrast(one: Color32, other: Color32) -> f32 {
        let luminance = |colour: Color32| {
            let linear = Rgba::from(colour);
            0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[track_caller]
    fn check(what: &str, front: Color32, ground: Color32, least: f32) {
        let reached = contrast(front, ground);
        assert!(
            reached >= least,
            "{what}: {front:?} on {ground:?} reaches {reached:.2}:1, not {least}:1"
        );
    }

    fn themes() -> [(&'static str, &'static Palette); 2] {
        [("light", &LIGHT), ("dark", &DARK)]
    }

    #[test]
    fn the_measure_is_that_of_wcag() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn text_is_readable_on_every_ground() {
        for (theme, p) in themes() {
            for (ground_name, ground) in [
                ("ground", p.ground),
                ("panel", p.panel),
                ("card", p.card),
                ("hover", p.hover),
                ("pressed", p.pressed),
            ] {
                for (name, text) in [
                    ("text", p.text),
                    ("muted", p.muted),
                    ("accent", p.accent),
                    ("danger", p.danger),
                    ("warn", p.warn),
                    ("ok", p.ok),
                ] {
                    check(&format!("{theme}: {name} on {ground_name}"), text, ground, TEXT);
                }
            }
            check(&format!("{theme}: on accent"), p.on_accent, p.accent, TEXT);
            check(
                &format!("{theme}: on accent under the pointer"),
                p.on_accent,
                p.accent_hover,
                TEXT,
            );
            check(&format!("{theme}: on danger"), p.on_danger, p.danger, TEXT);
            check(&format!("{theme}: message"), p.on_toast, p.toast, TEXT);
            check(&format!("{theme}: action of a message"), p.toast_accent, p.toast, TEXT);
        }
    }

    #[test]
    fn a_failure_stands_out_on_the_message_bar() {
        for (theme, p) in themes() {
            check(&format!("{theme}: failure"), p.toast_danger, p.toast, PART);
        }
    }

    #[test]
    fn every_tone_and_every_tint_carries_its_own_colour_and_plain_text() {
        for (theme, p) in themes() {
            let tones = [Tone::Plain, Tone::Accent, Tone::Ok, Tone::Warn, Tone::Danger].map(|tone| p.tone(tone));
            let tints = StaffTint::ALL.map(|tint| p.swatch(tint));
            for swatch in tones.into_iter().chain(tints) {
                check(&format!("{theme}: own colour"), swatch.stripe, swatch.tint, TEXT);
                check(&format!("{theme}: text"), p.text, swatch.tint, TEXT);
                check(&format!("{theme}: muted"), p.muted, swatch.tint, TEXT);
                check(&format!("{theme}: danger edge"), p.danger, swatch.tint, PART);
                for ground in [p.ground, p.panel, p.card] {
                    check(&format!("{theme}: stripe"), swatch.stripe, ground, PART);
                }
            }
        }
    }

    #[test]
    fn parts_that_must_be_seen_stand_out() {
        for (theme, p) in themes() {
            for ground in [p.ground, p.panel, p.card] {
                check(&format!("{theme}: outline"), p.strong_line, ground, PART);
                check(&format!("{theme}: focus ring"), p.accent, ground, PART);
            }
            check(
                &format!("{theme}: outline under the pointer"),
                p.strong_line,
                p.hover,
                PART,
            );
        }
    }

    /// Nobody books into hours that look open; the words and lines over them are read as anywhere.
    #[test]
    fn closed_hours_are_told_from_open_ones_at_a_glance() {
        const SHADE: f32 = 1.25;
        for (theme, p) in themes() {
            check(&format!("{theme}: closed hours"), p.card, p.closed, SHADE);
            check(&format!("{theme}: reason on closed hours"), p.text, p.closed, TEXT);
            check(&format!("{theme}: muted on closed hours"), p.muted, p.closed, TEXT);
            check(&format!("{theme}: outline on closed hours"), p.accent, p.closed, PART);
        }
    }

    #[test]
    fn a_tint_is_found_by_its_name_and_handed_out_in_turn() {
        assert_eq!(StaffTint::named("plum"), Some(StaffTint::Plum));
        assert_eq!(StaffTint::named("chartreuse"), None);
        assert_eq!(StaffTint::nth(0), StaffTint::Teal);
        assert_eq!(StaffTint::nth(9), StaffTint::Plum);
    }

    #[test]
    fn a_kept_colour_is_its_tint_again_and_a_foreign_one_the_nearest() {
        for tint in StaffTint::ALL {
            assert_eq!(StaffTint::nearest(tint.rgb()), tint);
        }
        assert_eq!(StaffTint::nearest([0xE9, 0x1E, 0x63]), StaffTint::Rose);
    }
}
