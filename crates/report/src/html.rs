//! A document as one HTML page that needs nothing else.

use crate::{
    document::{Block, Document, Figure, Heading, Part, Table},
    escape::html,
    svg,
};

const STYLE: &str = include_str!("page.css");

/// The page. It holds no script and refuses to load anything from elsewhere.
pub(crate) fn page(document: &Document) -> String {
    let title = html(&document.title);
    let subtitle = html(&document.subtitle);
    let links: String = document.parts.iter().map(link).collect();
    let parts: String = document.parts.iter().map(part).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p>{subtitle}</p>\n</header>\n\
         <nav aria-label=\"Sections\">\n<ul>\n{links}</ul>\n</nav>\n<main>\n{parts}</main>\n</body>\n</html>\n",
        svg::STYLE
    )
}

fn link(part: &Part) -> String {
    format!("<li><a href=\"#{}\">{}</a></li>\n", part.name, html(part.title))
}

fn part(part: &Part) -> String {
    let blocks: String = part.blocks.iter().map(block).collect();
    let (name, title) = (part.name, html(part.title));
    format!("<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{title}</h2>\n{blocks}</section>\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => format!("<p>{}</p>\n", html(text)),
        Block::Note(text) => format!("<p class=\"note\" role=\"note\">{}</p>\n", html(text)),
        Block::Terms(terms) => terms_list(terms),
        Block::Table(table) if table.is_detail => {
            format!("<details>\n<summary>{}</summary>\n{}</details>\n", html(&table.caption), table_of(table))
        }
        Block::Table(table) => table_of(table),
        Block::Figure(figure) => figure_of(figure),
    }
}

fn terms_list(terms: &[(String, String)]) -> String {
    let term =
        |(word, text): &(String, String)| format!("<dt>{}</dt>\n<dd>{}</dd>\n", html(word), html(text));
    ["<dl>\n".to_owned()].into_iter().chain(terms.iter().map(term)).chain(["</dl>\n".to_owned()]).collect()
}

fn figure_of(figure: &Figure) -> String {
    let svg = figure.svg.inline(&figure.description);
    format!("<figure>\n{svg}<figcaption>{}</figcaption>\n</figure>\n", html(&figure.caption))
}

fn table_of(table: &Table) -> String {
    let caption = html(&table.caption);
    let head: String = table.columns.iter().map(head_cell).collect();
    let rows: String = table.rows.iter().map(|row| table_row(&table.columns, row)).collect();
    format!(
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

fn head_cell(column: &Heading) -> String {
    format!("<th scope=\"col\"{}>{}</th>", class(column), html(&column.text))
}

/// A row; its first cell is its header.
fn table_row(columns: &[Heading], row: &[String]) -> String {
    let cell = |(at, (column, text)): (usize, (&Heading, &String))| {
        let (class, text) = (class(column), html(text));
        if at == 0 {
            format!("<th scope=\"row\"{class}>{text}</th>")
        } else {
            format!("<td{class}>{text}</td>")
        }
    };
    let cells: String = columns.iter().zip(row).enumerate().map(cell).collect();
    format!("<tr>{cells}</tr>\n")
}

fn class(column: &Heading) -> &'static str {
    if column.is_number { " class=\"n\"" } else { "" }
}
