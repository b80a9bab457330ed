//! The icons of the window: Lucide (ISC), embedded as a font family of its own.
//!
//! An icon never stands alone: it has a label beside it or a tooltip. Left out: coloured and animated icons.
//! The font holds only the icons of this table; `assets/fonts/build.py` makes it from the code points below.

use egui::{FontFamily, FontId, RichText};

/// Family under which the icon font is installed.
pub const ICON_FAMILY: &str = "icons";

/// One picture of the icon family, named by what the salon means with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(
    missing_docs,
    reason = "the names say it; the name in the family stands at the glyph"
)]
pub enum Icon {
    Alert,
    AlertCircle,
    ArrowDown,
    ArrowRight,
    ArrowUp,
    Armchair,
    Ban,
    Banknote,
    Bell,
    Building,
    Calendar,
    CalendarCheck,
    CalendarClock,
    CalendarOff,
    CalendarPlus,
    CalendarX,
    Chart,
    Check,
    CheckCircle,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    ChevronsUpDown,
    Clock,
    Close,
    Coffee,
    Columns,
    Copy,
    Database,
    Download,
    Ellipsis,
    EllipsisVertical,
    Eye,
    EyeOff,
    Filter,
    FolderOpen,
    Footprints,
    GripVertical,
    History,
    Home,
    Hourglass,
    Info,
    Keyboard,
    Lock,
    Mail,
    MapPin,
    Message,
    Minus,
    Monitor,
    Moon,
    Notebook,
    Palette,
    Pencil,
    Phone,
    Plus,
    Printer,
    Question,
    Redo,
    Refresh,
    Repeat,
    RepeatOff,
    Save,
    Scissors,
    Search,
    Settings,
    Sliders,
    Sparkles,
    Star,
    Store,
    Sun,
    Tag,
    ToDo,
    Trash,
    Undo,
    Upload,
    User,
    UserPlus,
    UserX,
    Users,
    Wallet,
}

impl Icon {
    /// Every icon, for the test that each has a glyph.
    pub const ALL: &'static [Self] = &[
        Self::Alert,
        Self::AlertCircle,
        Self::ArrowDown,
        Self::ArrowRight,
        Self::ArrowUp,
        Self::Armchair,
        Self::Ban,
        Self::Banknote,
        Self::Bell,
        Self::Building,
        Self::Calendar,
        Self::CalendarCheck,
        Self::CalendarClock,
        Self::CalendarOff,
        Self::CalendarPlus,
        Self::CalendarX,
        Self::Chart,
        Self::Check,
        Self::CheckCircle,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::ChevronRight,
        Self::ChevronUp,
        Self::ChevronsUpDown,
        Self::Clock,
        Self::Close,
        Self::Coffee,
        Self::Columns,
        Self::Copy,
        Self::Database,
        Self::Download,
        Self::Ellipsis,
        Self::EllipsisVertical,
        Self::Eye,
        Self::EyeOff,
        Self::Filter,
        Self::FolderOpen,
        Self::Footprints,
        Self::GripVertical,
        Self::History,
        Self::Home,
        Self::Hourglass,
        Self::Info,
        Self::Keyboard,
        Self::Lock,
        Self::Mail,
        Self::MapPin,
        Self::Message,
        Self::Minus,
        Self::Monitor,
        Self::Moon,
        Self::Notebook,
        Self::Palette,
        Self::Pencil,
        Self::Phone,
        Self::Plus,
        Self::Printer,
        Self::Question,
        Self::Redo,
        Self::Refresh,
        Self::Repeat,
        Self::RepeatOff,
        Self::Save,
        Self::Scissors,
        Self::Search,
        Self::Settings,
        Self::Sliders,
        Self::Sparkles,
        Self::Star,
        Self::Store,
        Self::Sun,
        Self::Tag,
        Self::ToDo,
        Self::Trash,
        Self::Undo,
        Self::Upload,
        Self::User,
        Self::UserPlus,
        Self::UserX,
        Self::Users,
        Self::Wallet,
    ];

    /// Character of this icon within the icon family.
    pub const fn glyph(self) -> char {
        match self {
            Self::Alert => '\u{e193}',            // triangle-alert
            Self::AlertCircle => '\u{e077}',      // circle-alert
            Self::ArrowDown => '\u{e042}',        // arrow-down
            Self::ArrowRight => '\u{e049}',       // arrow-right
            Self::ArrowUp => '\u{e04a}',          // arrow-up
            Self::Armchair => '\u{e2c0}',         // armchair
            Self::Ban => '\u{e051}',              // ban
            Self::Banknote => '\u{e052}',         // banknote
            Self::Bell => '\u{e059}',             // bell
            Self::Building => '\u{e290}',         // building-2
            Self::Calendar => '\u{e2b9}',         // calendar-days
            Self::CalendarCheck => '\u{e2b7}',    // calendar-check
            Self::CalendarClock => '\u{e304}',    // calendar-clock
            Self::CalendarOff => '\u{e2bb}',      // calendar-off
            Self::CalendarPlus => '\u{e2bc}',     // calendar-plus
            Self::CalendarX => '\u{e2be}',        // calendar-x
            Self::Chart => '\u{e2a3}',            // chart-column
            Self::Check => '\u{e06c}',            // check
            Self::CheckCircle => '\u{e226}',      // circle-check
            Self::ChevronDown => '\u{e06d}',      // chevron-down
            Self::ChevronLeft => '\u{e06e}',      // chevron-left
            Self::ChevronRight => '\u{e06f}',     // chevron-right
            Self::ChevronUp => '\u{e070}',        // chevron-up
            Self::ChevronsUpDown => '\u{e211}',   // chevrons-up-down
            Self::Clock => '\u{e087}',            // clock
            Self::Close => '\u{e1b2}',            // x
            Self::Coffee => '\u{e096}',           // coffee
            Self::Columns => '\u{e099}',          // columns-3
            Self::Copy => '\u{e09e}',             // copy
            Self::Database => '\u{e0ad}',         // database
            Self::Download => '\u{e0b2}',         // download
            Self::Ellipsis => '\u{e0b6}',         // ellipsis
            Self::EllipsisVertical => '\u{e0b7}', // ellipsis-vertical
            Self::Eye => '\u{e0ba}',              // eye
            Self::EyeOff => '\u{e0bb}',           // eye-off
            Self::Filter => '\u{e0dc}',           // funnel
            Self::FolderOpen => '\u{e247}',       // folder-open
            Self::Footprints => '\u{e3b9}',       // footprints
            Self::GripVertical => '\u{e0eb}',     // grip-vertical
            Self::History => '\u{e1f5}',          // history
            Self::Home => '\u{e0f5}',             // house
            Self::Hourglass => '\u{e296}',        // hourglass
            Self::Info => '\u{e0f9}',             // info
            Self::Keyboard => '\u{e284}',         // keyboard
            Self::Lock => '\u{e10b}',             // lock
            Self::Mail => '\u{e10f}',             // mail
            Self::MapPin => '\u{e111}',           // map-pin
            Self::Message => '\u{e117}',          // message-square
            Self::Minus => '\u{e11c}',            // minus
            Self::Monitor => '\u{e11d}',          // monitor
            Self::Moon => '\u{e11e}',             // moon
            Self::Notebook => '\u{e596}',         // notebook-pen
            Self::Palette => '\u{e1dd}',          // palette
            Self::Pencil => '\u{e1f9}',           // pencil
            Self::Phone => '\u{e133}',            // phone
            Self::Plus => '\u{e13d}',             // plus
            Self::Printer => '\u{e141}',          // printer
            Self::Question => '\u{e082}',         // circle-question-mark
            Self::Redo => '\u{e2a0}',             // redo-2
            Self::Refresh => '\u{e145}',          // refresh-cw
            Self::Repeat => '\u{e146}',           // repeat
            Self::RepeatOff => '\u{e6f3}',        // repeat-off
            Self::Save => '\u{e14d}',             // save
            Self::Scissors => '\u{e14e}',         // scissors
            Self::Search => '\u{e151}',           // search
            Self::Settings => '\u{e154}',         // settings
            Self::Sliders => '\u{e29a}',          // sliders-horizontal
            Self::Sparkles => '\u{e412}',         // sparkles
            Self::Star => '\u{e176}',             // star
            Self::Store => '\u{e3e4}',            // store
            Self::Sun => '\u{e178}',              // sun
            Self::Tag => '\u{e17f}',              // tag
            Self::ToDo => '\u{e4c3}',             // list-todo
            Self::Trash => '\u{e18e}',            // trash-2
            Self::Undo => '\u{e2a1}',             // undo-2
            Self::Upload => '\u{e19e}',           // upload
            Self::User => '\u{e19f}',             // user
            Self::UserPlus => '\u{e1a2}',         // user-plus
            Self::UserX => '\u{e1a3}',            // user-x
            Self::Users => '\u{e1a4}',            // users
            Self::Wallet => '\u{e204}',           // wallet
        }
    }

    /// Font of an icon with the given edge in points; 16 and 20 are the sizes in use.
    pub fn font(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(ICON_FAMILY.into()))
    }

    /// This icon as text of 16 points, to be put into a line of egui widgets.
    pub fn text(self) -> RichText {
        RichText::new(self.glyph()).font(Self::font(16.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn every_icon_has_a_glyph_of_its_own_in_the_embedded_font() {
        let ctx = egui::Context::default();
        crate::ui::look::install(&ctx);
        let mut seen = std::collections::HashSet::new();
        ctx.run_ui(egui::RawInput::default(), |ui| {
            for icon in Icon::ALL {
                assert!(
                    ui.fonts_mut(|fonts| fonts.has_glyph(&Icon::font(16.0), icon.glyph())),
                    "{icon:?} has no glyph"
                );
                assert!(seen.insert(icon.glyph()), "{icon:?} has the glyph of another");
            }
        })
        .textures_delta
        .clear();
    }
}
