/// Lines that an outlet puts under its articles: the first is known to cleaning rules, the second
/// only by its repetition.
pub(crate) fn footer(outlet: usize) -> [String; 2] {
    [
        "Subscribe to our newsletter".to_owned(),
        format!("Gazette number {outlet} appears every weekday from the house on the old harbour square"),
    ]
}
