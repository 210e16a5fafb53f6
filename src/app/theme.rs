//! Colours, type and distances: the only place with literal values.
//!
//! Every colour and size that a page uses has a name here, in a light and a dark look and in two
//! sizes: the usual one, and the presenter's for the back row of a class.

use std::sync::Arc;

use eframe::egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, IconData, Id,
    Margin, Shadow, Stroke, Style, TextStyle, Visuals, style::HandleShape, style::ScrollAnimation,
    style::Selection, style::WidgetVisuals, vec2,
};
use lucide_icons::LUCIDE_FONT_BYTES;

/// Distances between things, in points.
pub mod space {
    pub const TINY: f32 = 4.0;
    pub const SMALL: f32 = 8.0;
    pub const MEDIUM: f32 = 12.0;
    pub const LARGE: f32 = 16.0;
    pub const WIDE: f32 = 24.0;
    pub const HUGE: f32 = 32.0;
}

/// Radii of corners, in points.
pub mod radius {
    pub const BAR: f32 = 4.0;
    pub const CONTROL: f32 = 8.0;
    pub const CARD: f32 = 12.0;
}

/// Widths of lines, in points.
pub mod stroke {
    pub const BORDER: f32 = 1.0;
    pub const ICON: f32 = 1.75;
    pub const FOCUS: f32 = 2.0;
    pub const SELECTION: f32 = 2.5;
    pub const HALO: f32 = 5.0;
    /// Length of a dash and of the gap after it.
    pub const DASH: f32 = 3.0;
    /// The same of curves and of wide lines.
    pub const LONG_DASH: f32 = 6.0;
}

/// Sizes of parts of the window, in points.
pub mod measure {
    use eframe::egui::{Vec2, vec2};

    /// The window when it is opened first, and the smallest that it can be made.
    pub const WINDOW: Vec2 = vec2(1280.0, 900.0);
    pub const SMALLEST_WINDOW: Vec2 = vec2(960.0, 640.0);
    /// A page is laid out for at least this; where the window is smaller, it ends where that does.
    pub const LEAST_PAGE: Vec2 = vec2(480.0, 360.0);

    pub const RAIL: f32 = 88.0;
    /// A page's button on the rail.
    pub const RAIL_BUTTON: Vec2 = vec2(80.0, 64.0);
    /// A square of the mark at the top of the rail, and the gap between two.
    pub const MARK: f32 = 8.0;
    pub const MARK_GAP: f32 = 2.0;

    pub const DOCK: f32 = 200.0;
    pub const HEADER: f32 = 64.0;
    pub const HEADER_BUTTON: f32 = 32.0;
    pub const DOT: f32 = 8.0;

    /// Height of a probability bar, in the dock, and the least width of one that is not zero.
    pub const BAR: f32 = 20.0;
    pub const DOCK_BAR: f32 = 14.0;
    pub const THINNEST_BAR: f32 = 2.0;

    /// A picture of a stage on the Draw page, at most.
    pub const STAGE: f32 = 128.0;

    pub const TOGGLE: Vec2 = vec2(36.0, 20.0);
    pub const SLIDER_RAIL: f32 = 4.0;
    pub const SLIDER_KNOB: f32 = 9.0;

    /// Width of a dialog.
    pub const DIALOG: f32 = 520.0;
    /// Of the list of keys, where there is room for two columns.
    pub const HELP: f32 = 1100.0;
    /// Widest line of a tooltip.
    pub const TOOLTIP: f32 = 320.0;
}

/// A size of type: points and height of a line, as usual and for presenting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    usual: (f32, f32),
    presenter: (f32, f32),
}

const fn size(points: f32, line: f32, presenter_points: f32, presenter_line: f32) -> Size {
    Size {
        usual: (points, line),
        presenter: (presenter_points, presenter_line),
    }
}

/// Captions, axes, numbers in grids.
pub const CAPTION: Size = size(13.0, 18.0, 18.0, 24.0);
/// Text, controls, headings.
pub const BODY: Size = size(15.0, 22.0, 22.0, 30.0);
/// The probabilities on the Draw page.
pub const FIGURE: Size = size(18.0, 24.0, 26.0, 34.0);
/// Page titles, key figures.
pub const TITLE: Size = size(22.0, 28.0, 32.0, 40.0);
/// The words of the lesson.
pub const PROSE: Size = size(17.0, 26.0, 24.0, 33.0);
/// Titles of the lesson's screens.
pub const HEADING: Size = size(26.0, 32.0, 30.0, 38.0);
/// Results, chapter titles.
pub const RESULT: Size = size(36.0, 44.0, 48.0, 54.0);
/// The answer in the dock.
pub const DOCK_ANSWER: Size = size(48.0, 56.0, 64.0, 72.0);
/// The answer on the Draw page.
pub const ANSWER: Size = size(208.0, 208.0, 208.0, 208.0);
/// Icons.
pub const ICON: Size = size(18.0, 22.0, 24.0, 30.0);
/// Icons on the rail.
pub const RAIL_ICON: Size = size(22.0, 24.0, 26.0, 28.0);
/// Words under them: the longest fits a button of the rail.
pub const RAIL_WORDS: Size = size(13.0, 18.0, 15.0, 24.0);

/// A weight of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Regular,
    Medium,
    SemiBold,
    Bold,
    /// For every number that changes.
    Mono,
    MonoMedium,
    MonoBold,
    Icon,
}

const MONO: &str = "JetBrains Mono";

const FONTS: [(Face, &str, &[u8]); 8] = [
    (
        Face::Regular,
        "Inter",
        include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    ),
    (
        Face::Medium,
        "Inter Medium",
        include_bytes!("../../assets/fonts/Inter-Medium.otf"),
    ),
    (
        Face::SemiBold,
        "Inter SemiBold",
        include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    ),
    (
        Face::Bold,
        "Inter Bold",
        include_bytes!("../../assets/fonts/Inter-Bold.otf"),
    ),
    (
        Face::Mono,
        MONO,
        include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf"),
    ),
    (
        Face::MonoMedium,
        "JetBrains Mono Medium",
        include_bytes!("../../assets/fonts/JetBrainsMono-Medium.ttf"),
    ),
    (
        Face::MonoBold,
        "JetBrains Mono Bold",
        include_bytes!("../../assets/fonts/JetBrainsMono-Bold.ttf"),
    ),
    (Face::Icon, "Lucide", LUCIDE_FONT_BYTES),
];

impl Face {
    fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Mono => FontFamily::Monospace,
            _ => {
                let (_, name, _) = FONTS[self as usize];
                FontFamily::Name(name.into())
            }
        }
    }
}

/// The colours of one look; what each is for is its name.
#[derive(Debug, PartialEq)]
pub struct Colors {
    pub background: Color32,
    pub surface: Color32,
    /// Tracks, and what is not filled yet.
    pub well: Color32,
    pub hover: Color32,
    pub border: Color32,
    pub strong_border: Color32,
    pub text: Color32,
    pub muted: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub accent_soft: Color32,
    pub positive: Color32,
    pub negative: Color32,
    pub warning: Color32,
    pub success: Color32,
    pub error: Color32,
    pub error_soft: Color32,
    /// Bars of digits that are not said.
    pub quiet: Color32,
    pub disabled: Color32,
    pub paper: Color32,
    pub ink: Color32,
    pub grid_line: Color32,
    /// Over the page, behind a dialog.
    pub veil: Color32,
    /// −1 to +1 in even steps.
    signed: [Color32; 7],
}

const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

static LIGHT: Colors = Colors {
    background: hex(0xF4F3F0),
    surface: hex(0xFFFFFF),
    well: hex(0xECEAE5),
    hover: hex(0xEFEDE9),
    border: hex(0xDAD7D0),
    strong_border: hex(0x85827B),
    text: hex(0x1B1D21),
    muted: hex(0x5A5D64),
    accent: hex(0x0B6B66),
    on_accent: hex(0xFFFFFF),
    accent_soft: hex(0xDCEEEC),
    positive: hex(0xA8480A),
    negative: hex(0x1F5FA8),
    warning: hex(0x855500),
    success: hex(0x1E7138),
    error: hex(0xB3261E),
    error_soft: hex(0xFBE9E7),
    quiet: hex(0x9A978F),
    disabled: hex(0xC4C1BA),
    paper: hex(0xFFFFFF),
    ink: hex(0x1B1D21),
    grid_line: hex(0xE4E2DD),
    veil: Color32::from_black_alpha(96),
    signed: [
        hex(0x123F75),
        hex(0x3F7FC0),
        hex(0xA6CBEA),
        hex(0xF7F6F3),
        hex(0xF6C596),
        hex(0xDD7F2E),
        hex(0x8F3B06),
    ],
};

static DARK: Colors = Colors {
    background: hex(0x121417),
    surface: hex(0x1B1E23),
    well: hex(0x0E1013),
    hover: hex(0x252A31),
    border: hex(0x343A42),
    strong_border: hex(0x7F8792),
    text: hex(0xECEDEF),
    muted: hex(0xAAB0BA),
    accent: hex(0x4CC9BD),
    on_accent: hex(0x06211F),
    accent_soft: hex(0x153B39),
    positive: hex(0xF2A05A),
    negative: hex(0x82B7F2),
    warning: hex(0xE5B454),
    success: hex(0x6FCF8B),
    error: hex(0xFF8A80),
    error_soft: hex(0x3A1A18),
    quiet: hex(0x7F8792),
    disabled: hex(0x4A515B),
    paper: hex(0x0E1013),
    ink: hex(0xF2F1EC),
    grid_line: hex(0x2A2F36),
    veil: Color32::from_black_alpha(160),
    signed: [
        hex(0xA9D0FB),
        hex(0x5A97D8),
        hex(0x2A5484),
        hex(0x1D2025),
        hex(0x7A431A),
        hex(0xD67E33),
        hex(0xFFC997),
    ],
};

/// Counts and heat, 0 to 1 in even steps, in both looks.
const HEAT: [Color32; 6] = [
    hex(0x00224E),
    hex(0x35456C),
    hex(0x666970),
    hex(0x948E77),
    hex(0xC8B866),
    hex(0xFEE838),
];

/// How a number becomes a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColorMap {
    /// 0 (paper) to 1 (ink).
    Ink,
    /// −1 to +1.
    Signed,
    /// 0 to 1.
    Heat,
    /// 0 (black) to 1 (white), in both looks.
    Light,
}

/// The look of this moment.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    pub dark: bool,
    /// Whether everything is in the presenter's size.
    pub presenter: bool,
    pub colors: &'static Colors,
}

impl Theme {
    pub fn of(ctx: &Context) -> Self {
        let presenter = ctx.data(|data| data.get_temp(presenter_id()).unwrap_or(false));
        let dark = ctx.theme() == eframe::egui::Theme::Dark;
        Self::new(dark, presenter)
    }

    fn new(dark: bool, presenter: bool) -> Self {
        Self {
            dark,
            presenter,
            colors: if dark { &DARK } else { &LIGHT },
        }
    }

    /// Height of the letters, in points.
    pub fn points(&self, size: Size) -> f32 {
        self.measures(size).0
    }

    /// Height of a line of this size.
    pub fn line(&self, size: Size) -> f32 {
        self.measures(size).1
    }

    /// Height of a line of text.
    pub fn line_height(&self) -> f32 {
        self.line(BODY)
    }

    /// Height of a caption's line.
    pub fn caption_height(&self) -> f32 {
        self.line(CAPTION)
    }

    fn measures(&self, size: Size) -> (f32, f32) {
        if self.presenter {
            size.presenter
        } else {
            size.usual
        }
    }

    pub fn font(&self, size: Size, face: Face) -> FontId {
        FontId::new(self.points(size), face.family())
    }

    pub fn control_height(&self) -> f32 {
        if self.presenter { 52.0 } else { 40.0 }
    }

    pub fn border(&self) -> Stroke {
        Stroke::new(stroke::BORDER, self.colors.border)
    }

    pub fn strong_border(&self) -> Stroke {
        Stroke::new(stroke::BORDER, self.colors.strong_border)
    }

    /// What the cells of padding are tinted with.
    pub fn padding_ring(&self) -> Color32 {
        if self.dark {
            self.colors.hover
        } else {
            self.colors.well
        }
    }

    /// Between the cells of a grid.
    pub fn grid_line(&self) -> Stroke {
        Stroke::new(stroke::BORDER, self.colors.grid_line)
    }

    /// The thin edge of what is chosen.
    pub fn selected_border(&self) -> Stroke {
        Stroke::new(stroke::BORDER, self.colors.accent)
    }

    /// Around what is selected.
    pub fn selection(&self) -> Stroke {
        Stroke::new(stroke::SELECTION, self.colors.accent)
    }

    /// Around what has the keyboard's focus.
    pub fn focus(&self) -> Stroke {
        Stroke::new(stroke::FOCUS, self.colors.accent)
    }

    /// The colour of a number; what lies outside of the map's range has the colour of its end,
    /// and NaN that of the middle.
    pub fn color(&self, map: ColorMap, value: f32) -> Color32 {
        match map {
            ColorMap::Ink => between(&[self.colors.paper, self.colors.ink], value),
            ColorMap::Signed => between(&self.colors.signed, (value + 1.0) / 2.0),
            ColorMap::Heat => between(&HEAT, value),
            ColorMap::Light => between(&[Color32::BLACK, Color32::WHITE], value),
        }
    }

    fn style(&self) -> Style {
        let mut style = Style {
            text_styles: [
                (TextStyle::Small, self.font(CAPTION, Face::Regular)),
                (TextStyle::Body, self.font(BODY, Face::Regular)),
                (TextStyle::Button, self.font(BODY, Face::Medium)),
                (TextStyle::Monospace, self.font(BODY, Face::Mono)),
                (TextStyle::Heading, self.font(TITLE, Face::SemiBold)),
            ]
            .into(),
            drag_value_text_style: TextStyle::Monospace,
            visuals: self.visuals(),
            ..Style::default()
        };
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(space::SMALL, space::SMALL);
        spacing.button_padding = vec2(space::MEDIUM, space::TINY);
        spacing.interact_size = vec2(self.control_height(), self.control_height());
        spacing.menu_margin = Margin::same(space::SMALL as i8);
        spacing.window_margin = Margin::same(space::WIDE as i8);
        spacing.tooltip_width = measure::TOOLTIP;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.4;
        style
    }

    /// A slider of this width: a thin rail, filled with the accent up to a round knob.
    pub fn style_slider(&self, style: &mut Style, width: f32) {
        let knob = Stroke::new(stroke::FOCUS, self.colors.accent);
        style.spacing.slider_width = width;
        style.spacing.slider_rail_height = measure::SLIDER_RAIL;
        // egui makes the knob's radius the height divided by 2.5.
        style.spacing.interact_size.y = measure::SLIDER_KNOB * 2.5;
        let visuals = &mut style.visuals;
        visuals.handle_shape = HandleShape::Circle;
        visuals.selection.bg_fill = self.colors.accent;
        for state in [
            &mut visuals.widgets.inactive,
            &mut visuals.widgets.hovered,
            &mut visuals.widgets.active,
        ] {
            state.bg_fill = self.colors.surface;
            state.fg_stroke = knob;
        }
        visuals.widgets.inactive.bg_fill = self.colors.border;
    }

    fn visuals(&self) -> Visuals {
        let colors = self.colors;
        let mut visuals = if self.dark {
            Visuals::dark()
        } else {
            Visuals::light()
        };
        let state = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(stroke::BORDER, line),
            corner_radius: CornerRadius::same(radius::CONTROL as u8),
            fg_stroke: Stroke::new(stroke::ICON, text),
            expansion: 0.0,
        };
        let widgets = &mut visuals.widgets;
        widgets.noninteractive = state(colors.surface, colors.border, colors.text);
        widgets.inactive = state(colors.surface, colors.border, colors.text);
        widgets.hovered = state(colors.hover, colors.strong_border, colors.text);
        widgets.active = state(colors.accent_soft, colors.accent, colors.text);
        // What has the keyboard's focus looks like this, too.
        widgets.active.bg_stroke = Stroke::new(stroke::FOCUS, colors.accent);
        widgets.open = state(colors.hover, colors.strong_border, colors.text);
        visuals.override_text_color = Some(colors.text);
        visuals.weak_text_color = Some(colors.muted);
        visuals.selection = Selection {
            bg_fill: colors.accent_soft,
            stroke: Stroke::new(stroke::FOCUS, colors.accent),
        };
        visuals.hyperlink_color = colors.accent;
        visuals.panel_fill = colors.background;
        visuals.window_fill = colors.surface;
        visuals.window_stroke = Stroke::new(stroke::BORDER, colors.border);
        visuals.window_corner_radius = CornerRadius::same(radius::CARD as u8);
        visuals.menu_corner_radius = CornerRadius::same(radius::CONTROL as u8);
        visuals.window_shadow = Shadow::NONE;
        visuals.popup_shadow = Shadow::NONE;
        visuals.extreme_bg_color = colors.well;
        visuals.text_edit_bg_color = Some(colors.surface);
        visuals.code_bg_color = colors.well;
        visuals.faint_bg_color = colors.hover;
        visuals.warn_fg_color = colors.warning;
        visuals.error_fg_color = colors.error;
        visuals.slider_trailing_fill = true;
        visuals
    }
}

fn presenter_id() -> Id {
    Id::unique("presenter size")
}

/// Loads the fonts: once, before the first frame.
pub fn load_fonts(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    for (face, name, bytes) in FONTS {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let fallback = match face {
            Face::Mono | Face::MonoMedium | Face::MonoBold => FontFamily::Monospace,
            _ => FontFamily::Proportional,
        };
        let mut names = vec![name.to_owned()];
        if fallback == FontFamily::Proportional {
            // For the signs of formulas that Inter lacks: ⌊ ⌋.
            names.push(MONO.to_owned());
        }
        names.extend(fonts.families.get(&fallback).cloned().unwrap_or_default());
        fonts.families.insert(face.family(), names);
    }
    ctx.set_fonts(fonts);
}

/// Gives egui's own widgets our look, in the usual or the presenter's size. With `less_motion`
/// nothing fades, glides or blinks.
pub fn apply(ctx: &Context, presenter: bool, less_motion: bool) {
    ctx.data_mut(|data| data.insert_temp(presenter_id(), presenter));
    // Where the system does not say: a projector shows light better than dark.
    ctx.options_mut(|options| options.fallback_theme = eframe::egui::Theme::Light);
    for (name, dark) in [
        (eframe::egui::Theme::Light, false),
        (eframe::egui::Theme::Dark, true),
    ] {
        let mut style = Theme::new(dark, presenter).style();
        if less_motion {
            style.animation_time = 0.0;
            style.scroll_animation = ScrollAnimation::none();
            style.visuals.text_cursor.blink = false;
        }
        ctx.set_style_of(name, style);
    }
}

/// The squares of the mark, three by three; those of a seven are inked.
pub const MARK: [[bool; 3]; 3] = [
    [true, true, true],
    [false, false, true],
    [false, true, false],
];

/// The mark as the window's icon.
pub fn icon() -> IconData {
    // A square of the mark, the gap before it, in pixels of the icon.
    const SQUARE: usize = 18;
    const GAP: usize = 3;
    const SIDE: usize = 3 * (SQUARE + GAP) + GAP;
    let mut rgba = vec![0; SIDE * SIDE * 4];
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (row, column) = (index / SIDE, index % SIDE);
        let pitch = SQUARE + GAP;
        let outside = row % pitch < GAP || column % pitch < GAP;
        if outside {
            continue;
        }
        let color = if MARK[row / pitch][column / pitch] {
            LIGHT.accent
        } else {
            LIGHT.border
        };
        pixel.copy_from_slice(&color.to_array());
    }
    IconData {
        rgba,
        width: SIDE as u32,
        height: SIDE as u32,
    }
}

/// Black or white, whichever stands out more on `fill`.
pub fn text_on(fill: Color32) -> Color32 {
    // Where both contrasts are equal: (l + 0.05)² = 0.05 · 1.05.
    if luminance(fill) > 0.179 {
        Color32::BLACK
    } else {
        Color32::WHITE
    }
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

/// Mixes neighbouring stops in sRGB; `share` from 0 to 1 goes from the first to the last.
fn between(stops: &[Color32], share: f32) -> Color32 {
    let share = if share.is_nan() { 0.5 } else { share };
    let last = stops.len() - 1;
    let place = share.clamp(0.0, 1.0) * last as f32;
    let index = (place as usize).min(last - 1);
    stops[index].lerp_to_gamma(stops[index + 1], place - index as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn text_stands_out_from_what_is_behind_it() {
        for colors in [&LIGHT, &DARK] {
            let texts = [
                colors.text,
                colors.muted,
                colors.accent,
                colors.positive,
                colors.negative,
                colors.warning,
                colors.success,
                colors.error,
            ];
            for text in texts {
                for behind in [colors.background, colors.surface, colors.well] {
                    assert!(contrast(text, behind) >= 4.5, "{text:?} on {behind:?}");
                }
            }
            for behind in [colors.hover, colors.accent_soft, colors.error_soft] {
                assert!(contrast(colors.text, behind) >= 4.5, "text on {behind:?}");
            }
            assert!(contrast(colors.muted, colors.hover) >= 4.5);
            assert!(contrast(colors.accent, colors.hover) >= 4.5);
            assert!(contrast(colors.error, colors.error_soft) >= 4.5);
            // The ring around what has the keyboard's focus.
            for behind in [colors.background, colors.surface, colors.well, colors.hover] {
                assert!(contrast(colors.accent, behind) >= 3.0, "ring on {behind:?}");
            }
            assert!(contrast(colors.on_accent, colors.accent) >= 4.5);
            assert!(contrast(colors.accent, colors.accent_soft) >= 4.5);
            assert!(contrast(colors.text, colors.error_soft) >= 4.5);
            assert!(contrast(colors.strong_border, colors.surface) >= 3.0);
        }
    }

    #[test]
    fn numbers_on_cells_stand_out() {
        for dark in [false, true] {
            let theme = Theme::new(dark, false);
            for map in [
                ColorMap::Ink,
                ColorMap::Signed,
                ColorMap::Heat,
                ColorMap::Light,
            ] {
                for step in -100..=100 {
                    let fill = theme.color(map, step as f32 / 100.0);
                    assert!(contrast(text_on(fill), fill) >= 4.5, "{map:?} {step}");
                }
            }
        }
    }

    #[test]
    fn maps_end_in_their_stops() {
        let theme = Theme::new(false, false);
        assert_eq!(theme.color(ColorMap::Signed, -7.0), LIGHT.signed[0]);
        assert_eq!(theme.color(ColorMap::Signed, 0.0), LIGHT.signed[3]);
        assert_eq!(theme.color(ColorMap::Signed, 7.0), LIGHT.signed[6]);
        assert_eq!(theme.color(ColorMap::Signed, f32::NAN), LIGHT.signed[3]);
        assert_eq!(theme.color(ColorMap::Ink, 1.0), LIGHT.ink);
        assert_eq!(theme.color(ColorMap::Heat, 0.0), HEAT[0]);
    }
}
