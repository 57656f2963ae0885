#include "view/page.h"

/* Short forms: what stands here is shown on the page that carries it, and has no label. */
#define TEXT(s, m)	F_TEXT(struct s, m, M_NONE, CLASS_PUBLIC, 0, 0)
#define LINES(s, m)	F_LINES(struct s, m, M_NONE, CLASS_PUBLIC, 0, 0)
#define URL(s, m)	F_URL(struct s, m, M_NONE, CLASS_PUBLIC, 0)
#define BOOL(s, m)	F_BOOL(struct s, m, M_NONE, CLASS_PUBLIC, 0)
#define INT(s, m)	F_INT(struct s, m, M_NONE, CLASS_PUBLIC, FF_ZERO, 0)
#define LIST(s, m, sub) F_LIST(struct s, m, M_NONE, CLASS_PUBLIC, sub)
#define REC(s, m, sub)	F_REC(struct s, m, M_NONE, CLASS_PUBLIC, sub)

static const struct field link_fields[] = {
	TEXT(page_link, label), URL(page_link, href), BOOL(page_link, here), F_END};

static const struct field fact_fields[] = {TEXT(page_fact, label), LINES(page_fact, value),
	URL(page_fact, href), BOOL(page_fact, lines), F_END};

static const struct field column_fields[] = {TEXT(page_column, label), BOOL(page_column, num),
	INT(page_column, cols), INT(page_column, rows), F_END};

static const struct field cell_fields[] = {TEXT(page_cell, label), LINES(page_cell, value),
	URL(page_cell, href), BOOL(page_cell, num), BOOL(page_cell, key), BOOL(page_cell, lines),
	TEXT(page_cell, fit), TEXT(page_cell, heat), F_END};

static const struct field row_fields[] = {TEXT(page_row, tone), TEXT(page_row, group),
	INT(page_row, span), LIST(page_row, cells, cell_fields), F_END};

static const struct field table_fields[] = {TEXT(page_table, title),
	LIST(page_table, columns, column_fields), LIST(page_table, heads, column_fields),
	LIST(page_table, under, column_fields), LIST(page_table, rows, row_fields),
	TEXT(page_table, count), URL(page_table, next), TEXT(page_table, empty), F_END};

static const struct field record_fields[] = {
	LIST(page_record, facts, fact_fields), LIST(page_record, tables, table_fields), F_END};

static const struct field node_fields[] = {INT(page_node, depth), INT(page_node, level),
	TEXT(page_node, label), URL(page_node, href), TEXT(page_node, below), BOOL(page_node, here),
	BOOL(page_node, open), BOOL(page_node, shut), LIST(page_node, facts, fact_fields), F_END};

static const struct field tree_fields[] = {
	LIST(page_tree, nodes, node_fields), TEXT(page_tree, empty), F_END};

static const struct field event_fields[] = {TEXT(page_event, day), TEXT(page_event, iso),
	TEXT(page_event, title), URL(page_event, href), LIST(page_event, facts, fact_fields),
	F_END};

static const struct field timeline_fields[] = {LIST(page_timeline, events, event_fields),
	TEXT(page_timeline, count), URL(page_timeline, next), TEXT(page_timeline, empty), F_END};

static const struct field rect_fields[] = {TEXT(page_rect, tone), TEXT(page_rect, fill),
	TEXT(page_rect, x), TEXT(page_rect, y), TEXT(page_rect, width), TEXT(page_rect, height),
	F_END};

static const struct field stroke_fields[] = {TEXT(page_stroke, tone), TEXT(page_stroke, x1),
	TEXT(page_stroke, y1), TEXT(page_stroke, x2), TEXT(page_stroke, y2), F_END};

static const struct field run_line_fields[] = {TEXT(page_run, tone), TEXT(page_run, points), F_END};

static const struct field dot_fields[] = {
	TEXT(page_dot, tone), TEXT(page_dot, x), TEXT(page_dot, y), F_END};

static const struct field word_fields[] = {TEXT(page_word, tone), TEXT(page_word, x),
	TEXT(page_word, y), TEXT(page_word, text), F_END};

static const struct field plot_fields[] = {TEXT(page_plot, height), TEXT(page_plot, top),
	TEXT(page_plot, field), TEXT(page_plot, gutter), LIST(page_plot, rects, rect_fields),
	LIST(page_plot, strokes, stroke_fields), LIST(page_plot, marks, stroke_fields),
	LIST(page_plot, runs, run_line_fields), LIST(page_plot, dots, dot_fields),
	LIST(page_plot, words, word_fields), F_END};

static const struct field bar_fields[] = {TEXT(page_bar, label), URL(page_bar, href),
	TEXT(page_bar, value), TEXT(page_bar, share), TEXT(page_bar, said),
	LIST(page_bar, rects, rect_fields), LIST(page_bar, strokes, stroke_fields),
	LIST(page_bar, words, word_fields), F_END};

static const struct field bars_fields[] = {LIST(page_bars, rows, bar_fields),
	LIST(page_bars, others, bar_fields), TEXT(page_bars, fold), F_END};

static const struct field key_fields[] = {TEXT(page_key, tone), TEXT(page_key, fill),
	TEXT(page_key, label), BOOL(page_key, line), F_END};

static const struct field chart_fields[] = {TEXT(page_chart, id), TEXT(page_chart, title_id),
	TEXT(page_chart, said_id), TEXT(page_chart, title), TEXT(page_chart, said),
	TEXT(page_chart, remark), LIST(page_chart, keys, key_fields),
	LIST(page_chart, patterns, key_fields), REC(page_chart, plot, plot_fields),
	REC(page_chart, bars, bars_fields), REC(page_chart, table, table_fields), F_END};

static const struct field figure_fields[] = {TEXT(page_figure, value), TEXT(page_figure, unit),
	TEXT(page_figure, day), TEXT(page_figure, iso), TEXT(page_figure, definition),
	TEXT(page_figure, base), URL(page_figure, href), TEXT(page_figure, change),
	TEXT(page_figure, aim), REC(page_figure, meter, bar_fields),
	REC(page_figure, trend, plot_fields), TEXT(page_figure, trend_said), F_END};

static const struct field choice_fields[] = {TEXT(page_choice, id), TEXT(page_choice, value),
	TEXT(page_choice, label), BOOL(page_choice, chosen), F_END};

static const struct field control_fields[] = {TEXT(page_control, id), TEXT(page_control, name),
	TEXT(page_control, label), LINES(page_control, value), TEXT(page_control, hint),
	TEXT(page_control, error), TEXT(page_control, hint_id), TEXT(page_control, error_id),
	TEXT(page_control, described), TEXT(page_control, autocomplete), TEXT(page_control, rows),
	BOOL(page_control, required), BOOL(page_control, optional), BOOL(page_control, choose),
	BOOL(page_control, text), BOOL(page_control, lines), BOOL(page_control, select),
	BOOL(page_control, radio), BOOL(page_control, day), BOOL(page_control, number),
	BOOL(page_control, check), BOOL(page_control, secret), BOOL(page_control, file),
	LIST(page_control, choices, choice_fields), F_END};

static const struct field hidden_fields[] = {
	TEXT(page_hidden, name), LINES(page_hidden, value), F_END};

static const struct field error_fields[] = {
	TEXT(page_error, label), TEXT(page_error, error), URL(page_error, href), F_END};

static const struct field form_fields[] = {URL(page_form, action), TEXT(page_form, key),
	TEXT(page_form, submit), TEXT(page_form, preview), TEXT(page_form, propose),
	TEXT(page_form, fold), BOOL(page_form, get), BOOL(page_form, file),
	LIST(page_form, hidden, hidden_fields), LIST(page_form, controls, control_fields),
	LIST(page_form, errors, error_fields), F_END};

static const struct field note_fields[] = {LINES(page_note, text), TEXT(page_note, word),
	TEXT(page_note, mark), TEXT(page_note, tone), BOOL(page_note, alert), F_END};

static const struct field item_fields[] = {TEXT(page_item, text), F_END};

static const struct field block_fields[] = {TEXT(page_block, head), TEXT(page_block, subhead),
	LINES(page_block, para), LINES(page_block, code), LIST(page_block, items, item_fields),
	LIST(page_block, steps, item_fields), F_END};

static const struct field run_fields[] = {TEXT(doc_run, text), URL(doc_run, href),
	BOOL(doc_run, strong), BOOL(doc_run, em), BOOL(doc_run, code), F_END};

static const struct field line_fields[] = {
	LIST(doc_line, runs, run_fields), TEXT(doc_line, label), BOOL(doc_line, key), F_END};

static const struct field line_row_fields[] = {LIST(doc_line_row, cells, line_fields), F_END};

static const struct field prose_fields[] = {TEXT(doc_block, head), TEXT(doc_block, subhead),
	LINES(doc_block, code), LIST(doc_block, para, run_fields),
	LIST(doc_block, items, line_fields), LIST(doc_block, steps, line_fields),
	LIST(doc_block, heads, line_fields), LIST(doc_block, rows, line_row_fields),
	URL(doc_block, src), TEXT(doc_block, id), TEXT(doc_block, alt), TEXT(doc_block, width),
	TEXT(doc_block, height), BOOL(doc_block, tall), TEXT(doc_block, start), F_END};

static const struct field qr_fields[] = {
	TEXT(page_qr, label), TEXT(page_qr, box), TEXT(page_qr, path), TEXT(page_qr, text), F_END};

static const struct field ways_fields[] = {
	TEXT(page_ways, label), LIST(page_ways, rows, link_fields), F_END};

static const struct field tile_fields[] = {TEXT(page_tile, label), TEXT(page_tile, sign),
	TEXT(page_tile, state), TEXT(page_tile, tone), URL(page_tile, href), F_END};

static const struct field tiles_fields[] = {TEXT(page_tiles, label), URL(page_tiles, href),
	LIST(page_tiles, tiles, tile_fields), F_END};

static const struct field part_fields[] = {TEXT(page_part, name), TEXT(page_part, title),
	REC(page_part, qr, qr_fields), REC(page_part, record, record_fields),
	REC(page_part, table, table_fields), REC(page_part, tree, tree_fields),
	REC(page_part, timeline, timeline_fields), REC(page_part, chart, chart_fields),
	REC(page_part, figure, figure_fields), REC(page_part, form, form_fields),
	REC(page_part, note, note_fields), TEXT(page_part, more),
	LIST(page_part, ways, ways_fields), LIST(page_part, aside, note_fields),
	LIST(page_part, blocks, block_fields), LIST(page_part, prose, prose_fields),
	LIST(page_part, tiles, tiles_fields), LIST(page_part, links, link_fields),
	LIST(page_part, exports, link_fields), F_END};

static const struct field day_fields[] = {URL(page_day, action),
	LIST(page_day, hidden, hidden_fields), TEXT(page_day, value), TEXT(page_day, other),
	TEXT(page_day, known), URL(page_day, back), F_END};

static const struct field size_fields[] = {TEXT(page_size, value), BOOL(page_size, here), F_END};

static const struct field paper_fields[] = {TEXT(doc_paper, superior), TEXT(doc_paper, org),
	TEXT(doc_paper, party), TEXT(doc_paper, place), TEXT(doc_paper, title),
	TEXT(doc_paper, as_of), TEXT(doc_paper, total), TEXT(doc_paper, maker),
	TEXT(doc_paper, sign_for), TEXT(doc_paper, sign_as), TEXT(doc_paper, signer),
	TEXT(doc_paper, taken), URL(doc_paper, href), BOOL(doc_paper, wide), F_END};

const struct field page_fields[] = {TEXT(page, lang), TEXT(page, other_lang),
	TEXT(page, other_name), TEXT(page, size), TEXT(page, head), TEXT(page, title),
	TEXT(page, lead), TEXT(page, site), TEXT(page, account), TEXT(page, token), URL(page, here),
	TEXT(page, query), URL(page, help), URL(page, css), URL(page, js), URL(page, icon),
	TEXT(page, request), BOOL(page, print), REC(page, paper, paper_fields),
	LIST(page, sizes, size_fields), LIST(page, menu, link_fields),
	LIST(page, crumbs, link_fields), REC(page, day, day_fields),
	LIST(page, primary, link_fields), LIST(page, actions, link_fields),
	LIST(page, onward, link_fields), LIST(page, exports, link_fields),
	LIST(page, notes, note_fields), LIST(page, parts, part_fields), F_END};
