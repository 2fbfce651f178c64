//! Finished tables and a manifest to HTML and Markdown with charts
