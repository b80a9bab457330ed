//! How a block is painted: tint and stripe of whose hands, who in semibold, what in muted, when where there is room; every
//! state as a pattern or an icon too, never as colour alone.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, CornerRadius, FontId, Galley, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::model::{Block, Standing};
use crate::time::{MinuteSpan, Minutes};
use crate::ui::look::{Icon, Palette, StaffTint, Swatch, regular, semibold, size};
use crate::ui::widgets::{paint, pattern};

/// How a block is held now.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    /// Its card is open.
    pub chosen: bool,
    /// The pointer is over it.
    pub over: bool,
}

const PADDING: f32 = 6.0;
/// Below this only the name fits, a word a line.
const NARROW: f32 = 64.0;
const ICON: f32 = 12.0;
/// Half the width of the dot in the colour of the visit.
const DOT: f32 = 5.0;
/// A line of 14 points, and one of 12.
const BODY_LINE: f32 = 18.0;
const SMALL_LINE: f32 = 15.0;

/// Paints a block into the rectangle of all that it blocks; `y` is the height of a minute.
pub fn paint(ui: &Ui, block: &Block, whole: Rect, y: &dyn Fn(Minutes) -> f32, held: Held) {
    if !ui.is_rect_visible(whole) {
        return;
    }
    let palette = Palette::of(ui);
    let painter = ui.painter();
    let swatch = swatch(palette, block);
    let part = |span: MinuteSpan| Rect::from_x_y_ranges(whole.x_range(), y(span.from)..=y(span.to)).intersect(whole);
    let told = part(block.told);

    let thin = Stroke::new(size::LINE, swatch.stripe.gamma_multiply(0.45));
    if whole.height() > told.height() + 0.5 {
        // Set-up and clean-up: hatched, beside what the client is told.
        painter.rect_filled(whole, size::RADIUS_BLOCK, palette.card);
        pattern::hatch(painter, whole.shrink(1.0), 5.0, thin);
        painter.rect_stroke(whole, size::RADIUS_BLOCK, thin, StrokeKind::Inside);
    }
    // An opaque ground first: half strength would let the hours shine through.
    painter.rect_filled(told, size::RADIUS_BLOCK, palette.card);
    painter.rect_filled(told, size::RADIUS_BLOCK, swatch.tint);
    for free in &block.free {
        let free = part(*free);
        painter.rect_filled(free, CornerRadius::ZERO, swatch.tint.lerp_to_gamma(palette.card, 0.6));
        pattern::hatch(
            painter,
            free,
            8.0,
            Stroke::new(size::LINE, swatch.stripe.gamma_multiply(0.22)),
        );
    }
    let stripe = told.with_max_x(told.left() + size::STRIPE);
    let left_only = CornerRadius {
        nw: 4,
        sw: 4,
        ..CornerRadius::ZERO
    };
    if block.standing != Standing::Cancelled {
        painter.rect_filled(stripe, left_only, swatch.stripe);
    }
    outline(ui, block, whole, told, swatch, held);
    let free = block.free.iter().map(|free| part(*free));
    let on_hold = (block.standing == Standing::OnHold).then_some((told, swatch.tint));
    let quiet = swatch.tint.lerp_to_gamma(palette.card, 0.6);
    let lined: Vec<Lined> = on_hold.into_iter().chain(free.map(|free| (free, quiet))).collect();
    text(ui, block, text_rect(told, block, &part), swatch, &lined);
}

/// Ground and stripe: those of whose hands, quieter where it is over, red where it could not be placed.
fn swatch(palette: &Palette, block: &Block) -> Swatch {
    let own = palette.swatch(block.tint);
    match block.standing {
        Standing::Booked | Standing::OnHold => own,
        Standing::Done | Standing::NoShow => Swatch {
            tint: own.tint.lerp_to_gamma(palette.panel, 0.65),
            stripe: own.stripe.lerp_to_gamma(palette.panel, 0.4),
        },
        Standing::Pencilled => Swatch {
            tint: own.tint.lerp_to_gamma(palette.card, 0.6),
            ..own
        },
        Standing::NotBooked => Swatch {
            tint: palette.danger_tint,
            stripe: palette.danger,
        },
        Standing::Cancelled => Swatch {
            tint: palette.card,
            stripe: palette.strong_line,
        },
    }
}

fn outline(ui: &Ui, block: &Block, whole: Rect, told: Rect, swatch: Swatch, held: Held) {
    let palette = Palette::of(ui);
    let painter = ui.painter();
    match block.standing {
        Standing::OnHold => {
            let stroke = Stroke::new(size::LINE, swatch.stripe.gamma_multiply(0.35));
            pattern::hatch(painter, told.shrink(1.0), 10.0, stroke);
        }
        Standing::NoShow => pattern::crossed(painter, told.shrink(2.0), Stroke::new(size::LINE, palette.muted)),
        Standing::Pencilled | Standing::Cancelled => {
            pattern::dashed(painter, told.shrink(0.5), Stroke::new(size::LINE, swatch.stripe));
        }
        Standing::Booked | Standing::Done | Standing::NotBooked => {}
    }
    let problem = block.standing == Standing::NotBooked || block.marks.clashes;
    let stroke = match (held.chosen, problem, held.over) {
        (true, ..) => Stroke::new(2.0, swatch.stripe),
        (_, true, _) => Stroke::new(1.5, palette.danger),
        (_, _, true) => Stroke::new(size::LINE, swatch.stripe),
        _ if block.standing == Standing::Booked => Stroke::new(size::LINE, swatch.stripe.gamma_multiply(0.28)),
        _ => return,
    };
    let around = if held.chosen { whole } else { told };
    painter.rect_stroke(around, size::RADIUS_BLOCK, stroke, StrokeKind::Inside);
}

/// Where the words stand: above the first stretch that may hold another block.
fn text_rect(told: Rect, block: &Block, part: &dyn Fn(MinuteSpan) -> Rect) -> Rect {
    let first = block
        .free
        .iter()
        .map(|free| part(*free).top())
        .fold(told.bottom(), f32::min);
    let bottom = if first - told.top() >= SMALL_LINE {
        first
    } else {
        told.bottom()
    };
    let mut rect = told.with_max_y(bottom);
    rect.min.x += size::STRIPE + PADDING;
    rect.max.x -= 4.0;
    rect
}

/// A part with lines across it, and its ground.
type Lined = (Rect, Color32);

/// Clears the lines of developing time, or of what is held, from behind words.
fn backed(ui: &Ui, at: Pos2, words: &Galley, lined: &[Lined]) {
    let words = Rect::from_min_size(at, words.size()).expand2(vec2(2.0, 0.0));
    for (part, ground) in lined.iter().filter(|(part, _)| part.intersects(words)) {
        ui.painter().rect_filled(words.intersect(*part), 0.0, *ground);
    }
}

fn text(ui: &Ui, block: &Block, rect: Rect, swatch: Swatch, lined: &[Lined]) {
    if rect.width() < 8.0 || rect.height() < 9.0 {
        return;
    }
    let palette = Palette::of(ui);
    let quiet = matches!(block.standing, Standing::Done | Standing::NoShow | Standing::Cancelled);
    let ink = if quiet { palette.muted } else { palette.text };
    let struck = matches!(block.standing, Standing::Cancelled);
    let tall = rect.height() >= BODY_LINE + SMALL_LINE;
    let roomy = tall && rect.width() >= 76.0;

    // Half an hour holds two lines, just.
    let air = if rect.height() < 44.0 { 1.0 } else { 3.0 };
    if rect.width() < NARROW {
        narrow(ui, block, rect, ink, lined);
        return;
    }
    let line_middle = if tall {
        rect.top() + air + BODY_LINE / 2.0
    } else {
        rect.center().y
    };
    let first_width = rect.width() - icons(ui, block, rect, line_middle, swatch);
    let name_font = if roomy {
        semibold(size::TEXT_BODY)
    } else {
        semibold(size::TEXT_SMALL)
    };
    let mut first = vec![(block.who.as_str(), name_font, ink)];
    if !tall && !block.what.is_empty() {
        first.push((block.what.as_str(), regular(size::TEXT_SMALL), palette.muted));
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(line(&first, first_width, 1, struck)));
    let at = pos2(rect.left(), line_middle - galley.size().y / 2.0);
    backed(ui, at, &galley, lined);
    ui.painter().galley(at, galley, ink);
    if !tall {
        return;
    }

    let mut top = rect.top() + air + BODY_LINE;
    let rows = ((rect.bottom() - top + 2.0) / SMALL_LINE).floor();
    let mut more = Vec::new();
    if rows >= 1.0 && !block.what.is_empty() {
        more.push((block.what.as_str(), if rows >= 3.0 { 2 } else { 1 }));
    }
    if rows >= 2.0 || more.is_empty() {
        more.push((block.when.as_str(), 1));
    }
    for (words, most) in more {
        let job = line(
            &[(words, regular(size::TEXT_SMALL), palette.muted)],
            rect.width(),
            most,
            false,
        );
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        // Half a time says a wrong one.
        if galley.elided && words == block.when {
            continue;
        }
        let height = galley.size().y;
        if top + height > rect.bottom() + 2.0 {
            break;
        }
        backed(ui, pos2(rect.left(), top), &galley, lined);
        ui.painter().galley(pos2(rect.left(), top), galley, palette.muted);
        top += height;
    }
}

/// A name on a narrow block: a word a line, cut where the block ends.
fn narrow(ui: &Ui, block: &Block, rect: Rect, ink: Color32, lined: &[Lined]) {
    let mut top = if rect.height() < 2.0 * SMALL_LINE {
        rect.center().y - SMALL_LINE / 2.0
    } else {
        rect.top() + 2.0
    };
    for word in block.who.split_whitespace() {
        if top + SMALL_LINE > rect.bottom() + 3.0 {
            break;
        }
        let mut job = line(&[(word, semibold(size::TEXT_SMALL), ink)], rect.width() + 2.0, 1, false);
        job.wrap.overflow_character = None;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let at = pos2(rect.left(), top);
        backed(ui, at, &galley, lined);
        ui.painter().galley(at, galley, ink);
        top += SMALL_LINE;
    }
    let problem = block.marks.clashes || block.standing == Standing::NotBooked;
    if top + ICON > rect.bottom() + 3.0 {
        return;
    }
    let mut at = pos2(rect.left() + ICON / 2.0, top + ICON / 2.0);
    if problem {
        paint::icon(ui, at, Icon::Alert, ICON, Palette::of(ui).danger);
        at.x += ICON + 3.0;
    }
    if let Some(colour) = block.colour.filter(|_| at.x + DOT <= rect.right()) {
        dot(ui, at, colour);
    }
}

/// Words of several weights, wrapped to at most so many rows; what is too long ends in "…".
fn line(words: &[(&str, FontId, Color32)], width: f32, rows: usize, struck: bool) -> LayoutJob {
    let mut job = LayoutJob {
        wrap: TextWrapping {
            max_width: width.max(0.0),
            max_rows: rows,
            break_anywhere: rows == 1,
            ..TextWrapping::default()
        },
        ..LayoutJob::default()
    };
    for (n, (text, font, colour)) in words.iter().enumerate() {
        let format = TextFormat {
            font_id: font.clone(),
            color: *colour,
            valign: Align::Center,
            strikethrough: if struck {
                Stroke::new(1.0, *colour)
            } else {
                Stroke::NONE
            },
            ..TextFormat::default()
        };
        job.append(text, if n == 0 { 0.0 } else { 6.0 }, format);
    }
    job
}

/// The colour that the visit was given, apart from that of whose hands.
fn dot(ui: &Ui, centre: Pos2, colour: StaffTint) {
    let palette = Palette::of(ui);
    let ring = Stroke::new(size::LINE, palette.card);
    ui.painter().circle(centre, DOT, palette.swatch(colour).stripe, ring);
}

/// Paints the icons at the right of the first line; the room that they take.
fn icons(ui: &Ui, block: &Block, rect: Rect, middle: f32, swatch: Swatch) -> f32 {
    let palette = Palette::of(ui);
    let marks = block.marks;
    let mut wanted: Vec<(Icon, Color32, bool)> = Vec::new();
    if marks.clashes || block.standing == Standing::NotBooked {
        wanted.push((Icon::Alert, palette.danger, true));
    }
    if marks.alert {
        wanted.push((Icon::AlertCircle, palette.warn, true));
    }
    if marks.repeats {
        let icon = if marks.by_hand { Icon::RepeatOff } else { Icon::Repeat };
        wanted.push((icon, swatch.stripe, false));
    }
    let mut right = rect.right();
    for (icon, colour, needed) in wanted {
        let room = right - rect.left() - ICON;
        if room < if needed { 20.0 } else { 64.0 } {
            break;
        }
        paint::icon(ui, pos2(right - ICON / 2.0, middle), icon, ICON, colour);
        right -= ICON + 3.0;
    }
    if let Some(colour) = block.colour
        && right - rect.left() - ICON >= 20.0
    {
        dot(ui, pos2(right - DOT, middle), colour);
        right -= ICON + 3.0;
    }
    rect.right() - right
}
