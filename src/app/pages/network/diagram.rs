//! The whole network from left to right, every map alive; what a cell looks at is outlined.

use eframe::egui::{
    Align2, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::columns::{Column, Kind, Room, lay_out};
use super::fields::paint_fields;
use super::headings::{Heading, Headings};
use super::keys::take_keys;
use super::quads::Quads;
use super::{NetworkPage, Place, words};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, measure, radius, space, stroke};
use crate::app::widgets::{self, card, percent};
use crate::network::arithmetic::Cell;
use crate::network::trace::Trace;
use crate::network::verdict::Verdict;

/// Width of the last column, and of its digit and logit, in caption sizes.
const OUTPUT: f32 = 12.0;
const LOGIT: f32 = 4.8;

/// Draws the diagram into `rect` and takes what the pointer does there.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut NetworkPage,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    card(ui, rect);
    let inner = rect.shrink2(vec2(space::WIDE, space::MEDIUM));
    let response = ui.interact(
        inner,
        ui.scope_id().with("diagram"),
        Sense::click_and_drag(),
    );
    response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, context.text("network-diagram")));
    widgets::paint_focus(ui, &response);
    page.view.take_input(ui, &response);

    let architecture = trace.model.architecture();
    let (headings, is_new) =
        Headings::update(&mut page.headings, ui, architecture, page.moment, context);
    let mut room = Room {
        rect: inner,
        headings: headings.all.iter().map(|heading| heading.width).collect(),
        output: theme.points(CAPTION) * OUTPUT,
        zoom: page.view.zoom(),
    };
    let sheet = page.view.sheet(inner, room.least_width());
    let head = theme.line_height() + 2.0 * theme.caption_height() + space::SMALL;
    room.rect = sheet.with_min_y(sheet.top() + head);
    let columns = match &page.room {
        Some(known) if *known == room && !is_new => std::mem::take(&mut page.columns),
        _ => lay_out(architecture, &headings.groups, &room),
    };
    page.room = Some(room);
    page.atlas
        .update(ui.ctx(), trace, page.revision, &columns, page.scale);

    let clip = ui.clip_rect();
    ui.set_clip_rect(inner.expand(space::SMALL).intersect(clip));
    let pointed = response
        .hover_pos()
        .and_then(|position| place_at(&columns, position));
    if response.clicked() {
        response.request_focus();
        if let Some(place) = pointed {
            page.choose(pointed);
            page.sum.open = Some(true);
            if !context.state.less_motion() {
                page.unfolding.begin(ui, place);
            }
        }
    }
    let selected = page.shown_selection(trace, &columns, &context.state.drawing);
    if response.has_focus() {
        take_keys(ui, &response, page, &columns);
    }
    let shown = pointed.or(selected);
    paint_maps(ui, page, &columns);
    mark_switched_off(ui, &columns, context);
    show_output(ui, &columns, trace, context);
    show_headings(ui, page, &columns, sheet.top(), context);
    show_legend(ui, &columns, page, context);
    let has_all_kernels = shown.is_none_or(|place| {
        let progress = page.unfolding.progress(ui, place);
        paint_fields(ui, &columns, trace, place, progress)
    });
    if page.view.goes_on() {
        show_that_it_goes_on(ui, inner, context);
    }
    ui.set_clip_rect(clip);
    if let Some(place) = pointed {
        let mut tooltip = words::place_and_value(place, &columns, trace, context);
        if !has_all_kernels {
            tooltip = format!("{tooltip}\n{}", context.text("network-kernels-too-small"));
        }
        response.on_hover_text_at_pointer(tooltip);
    }
    page.columns = columns;
}

/// In the corner beyond which there is more of the network.
fn show_that_it_goes_on(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let words = context.text("network-goes-on");
    let font = theme.font(CAPTION, Face::SemiBold);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), font.clone(), theme.colors.text);
    let place = Align2::RIGHT_BOTTOM.anchor_size(rect.right_bottom(), galley.size());
    ui.painter().rect(
        place.expand2(vec2(space::SMALL, space::TINY)),
        radius::BAR,
        theme.colors.surface,
        theme.strong_border(),
        StrokeKind::Outside,
    );
    let (corner, color) = (rect.right_bottom(), theme.colors.text);
    widgets::text(ui, corner, Align2::RIGHT_BOTTOM, words, font, color);
}

fn place_at(columns: &[Column], position: Pos2) -> Option<Place> {
    columns.iter().find_map(|column| {
        if column.group.kind == Kind::Output {
            let row = output_row_at(column, position)?;
            return Some(Place {
                stage: column.group.shown,
                cell: Cell::new(row, 0, 0),
            });
        }
        let cell = column.cell_at(position)?;
        Some(Place {
            stage: column.group.shown,
            cell,
        })
    })
}

fn output_row(column: &Column, digit: usize) -> Rect {
    let height = column.rect.height() / column.count() as f32;
    Rect::from_min_size(
        pos2(
            column.rect.left(),
            column.rect.top() + digit as f32 * height,
        ),
        vec2(column.rect.width(), height),
    )
}

fn output_row_at(column: &Column, position: Pos2) -> Option<usize> {
    (0..column.count()).find(|digit| output_row(column, *digit).contains(position))
}

/// Where a cell of a column stands, also in the last one.
pub fn cell_rect(column: &Column, cell: Cell) -> Option<Rect> {
    if column.group.kind == Kind::Output {
        let row = output_row(column, cell.channel);
        return Some(row.shrink2(vec2(0.0, (row.height() - measure::BAR).max(0.0) / 2.0)));
    }
    column.cell(cell)
}

fn paint_maps(ui: &Ui, page: &NetworkPage, columns: &[Column]) {
    let theme = Theme::of(ui.ctx());
    let Some(texture) = page.atlas.texture() else {
        return;
    };
    let mut frames = Quads::new(ui);
    let mut maps = Quads::with_texture(ui, texture);
    for (index, column) in columns.iter().enumerate() {
        if column.group.kind == Kind::Output {
            continue;
        }
        let (_, height, width) = column.shape.dims();
        let color = if column.shape.is_flat() {
            theme.colors.grid_line
        } else {
            theme.colors.border
        };
        for map in 0..column.drawn() {
            let place = column.place(map).filter(|place| ui.is_rect_visible(*place));
            if let Some(place) = place {
                frames.frame(place, stroke::BORDER, color);
                maps.picture(place, page.atlas.part(index, map, width, height));
            }
        }
    }
    maps.paint(ui);
    frames.paint(ui);
}

/// A stroke through each map and unit that is switched off.
fn mark_switched_off(ui: &Ui, columns: &[Column], context: &PageContext<'_>) {
    let Some(experiment) = &context.state.experiment else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let line = Stroke::new(stroke::FOCUS, theme.colors.muted);
    for (layer, channel) in experiment.switched_off() {
        let column = columns
            .iter()
            .find(|column| *column.group.stages.start() == layer + 1);
        if let Some(place) = column.and_then(|column| cell_of_map(column, channel)) {
            let ends = [place.left_bottom(), place.right_top()];
            ui.painter().line_segment(ends, line);
        }
    }
}

/// Where a map or a unit stands, also a digit.
fn cell_of_map(column: &Column, channel: usize) -> Option<Rect> {
    match column.group.kind {
        Kind::Output => cell_rect(column, Cell::new(channel, 0, 0)),
        _ => column.place(channel),
    }
}

/// The ten digits with their logits, bars and probabilities.
fn show_output(ui: &mut Ui, columns: &[Column], trace: &Trace, context: &PageContext<'_>) {
    let Some(column) = columns.last() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let em = theme.points(CAPTION);
    let colors = theme.colors;
    let reading = &context.state.reading;
    let is_sure = reading.verdict == Verdict::Sure;
    let said = usize::from(trace.classification.digit());
    let answer = &trace.classification;
    for (digit, probability) in answer.probabilities.iter().enumerate() {
        let row = output_row(column, digit);
        let middle = row.center().y;
        let is_said = is_sure && digit == said;
        let (face, color, fill) = if is_said {
            (Face::MonoBold, colors.accent, colors.accent)
        } else {
            (Face::Mono, colors.muted, colors.quiet)
        };
        let font = theme.font(CAPTION, face);
        let figure = if is_said { colors.text } else { colors.muted };
        let logit = words::rounded(answer.logits[digit], 1);
        for (x, anchor, words, color) in [
            (row.left(), Align2::LEFT_CENTER, digit.to_string(), color),
            (
                row.left() + LOGIT * em,
                Align2::RIGHT_CENTER,
                logit,
                colors.muted,
            ),
            (
                row.right(),
                Align2::RIGHT_CENTER,
                percent(*probability),
                figure,
            ),
        ] {
            widgets::text(ui, pos2(x, middle), anchor, words, font.clone(), color);
        }
        let half = measure::DOCK_BAR / 2.0;
        let track = Rect::from_min_max(
            pos2(row.left() + (LOGIT + 0.6) * em, middle - half),
            pos2(row.right() - 3.5 * em, middle + half),
        );
        let painter = ui.painter();
        painter.rect_filled(track, radius::BAR, colors.well);
        let width = track.width() * probability;
        let bar = track.with_max_x(track.left() + width.max(measure::THINNEST_BAR));
        if *probability > 0.001 {
            painter.rect_filled(bar, radius::BAR, fill);
        }
    }
}

fn show_headings(
    ui: &mut Ui,
    page: &NetworkPage,
    columns: &[Column],
    top: f32,
    context: &PageContext<'_>,
) {
    let headings = page.headings.iter().flat_map(|headings| &headings.all);
    for (column, heading) in columns.iter().zip(headings) {
        show_heading(ui, column, heading, top);
        show_missing(ui, column, context);
    }
}

fn show_heading(ui: &mut Ui, column: &Column, heading: &Heading, top: f32) {
    let theme = Theme::of(ui.ctx());
    let left = column.rect.left();
    let middle = top + theme.line_height() / 2.0;
    let (font, color) = (theme.font(BODY, Face::SemiBold), theme.colors.text);
    let place = pos2(left, middle);
    widgets::text(ui, place, Align2::LEFT_CENTER, &heading.title, font, color)
        .on_hover_text(&heading.name);
    let first = top + theme.line_height() + theme.caption_height() / 2.0;
    for (row, line) in heading.figures.iter().enumerate() {
        let place = pos2(left, first + row as f32 * theme.caption_height());
        let face = if column.group.shown == 0 && row == 1 {
            Face::Regular
        } else {
            Face::Mono
        };
        let (font, color) = (theme.font(CAPTION, face), theme.colors.muted);
        widgets::text(ui, place, Align2::LEFT_CENTER, line, font, color)
            .on_hover_text(&heading.name);
    }
}

/// How many maps there are that are not drawn.
fn show_missing(ui: &mut Ui, column: &Column, context: &PageContext<'_>) {
    let missing = column.count() - column.drawn();
    if missing == 0 {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let count = [("count", missing.into())];
    let note = context.state.text.with("network-not-drawn", &count);
    let (font, color) = (theme.font(CAPTION, Face::SemiBold), theme.colors.warning);
    let corner = column.rect.left_bottom();
    widgets::text(ui, corner, Align2::LEFT_BOTTOM, note, font, color);
}

/// The colours of the values, in the free corner under the input.
fn show_legend(ui: &mut Ui, columns: &[Column], page: &NetworkPage, context: &PageContext<'_>) {
    let Some(input) = columns.first() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let width = input.rect.width().min(96.0);
    let bottom = input.rect.bottom();
    let caption = theme.caption_height();
    let bar = Rect::from_min_max(
        pos2(input.rect.left(), bottom - caption - space::MEDIUM),
        pos2(input.rect.left() + width, bottom - caption - space::TINY),
    );
    let title = pos2(bar.left(), bar.top() - caption / 2.0 - space::TINY / 2.0);
    let color = theme.colors.muted;
    let words = context.text("network-legend");
    widgets::text(ui, title, Align2::LEFT_CENTER, words, font.clone(), color);
    let negative = page.atlas.has_negative();
    let from = if negative { -1.0 } else { 0.0 };
    let steps = bar.width() as usize;
    let mut strips = Quads::new(ui);
    for step in 0..steps {
        let share = step as f32 / steps as f32;
        let value = from + (1.0 - from) * share;
        let x = bar.left() + step as f32;
        let strip = Rect::from_x_y_ranges(x..=x + 1.0, bar.y_range());
        strips.fill(strip, theme.color(ColorMap::Signed, value));
    }
    strips.paint(ui);
    let y = bottom - caption / 2.0;
    let mono = theme.font(CAPTION, Face::Mono);
    let least = if negative { "−max" } else { "0" };
    let most = context.text("network-max");
    widgets::text(
        ui,
        pos2(bar.left(), y),
        Align2::LEFT_CENTER,
        least,
        mono.clone(),
        color,
    );
    let most = widgets::text(
        ui,
        pos2(bar.right(), y),
        Align2::RIGHT_CENTER,
        most,
        mono,
        color,
    );
    most.on_hover_text(context.text(page.scale_key()));
}
