/// A kind of problem with a number that is never reused.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Letter and number, such as `P203`.
    pub id: &'static str,
    /// The problem in a few words.
    pub title: &'static str,
    /// A paragraph: what is wrong, why it matters, what to do.
    pub explanation: &'static str,
}

/// The code of an id such as `P203`, in any case.
pub fn code(id: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.id.eq_ignore_ascii_case(id))
}

macro_rules! codes {
    ($($id:literal $title:literal $explanation:literal)+) => {
        /// Every code, sorted. P1: recipe syntax, P2: recipe names and values, D1: dictionaries,
        /// A1: article records, R1: reports and finished tables.
        pub const CODES: &[Code] = &[$(Code { id: $id, title: $title, explanation: $explanation }),+];
    };
}

codes! {
    "A101" "the record is not valid UTF-8"
    "Newsloom reads UTF-8. A record with other bytes is set aside, because guessing its encoding silently would change names. Convert the file first (for example with iconv) if many records are affected."
    "A102" "the JSON of the record is broken"
    "The line is not a complete JSON object: it is cut off, has trailing text, or is not JSON at all. Only this line is set aside; the next line is read as usual."
    "A103" "the record is not a JSON object"
    "Every line of a JSON Lines file must be an object `{...}` with named fields; an array or a bare value has no column names to map."
    "A104" "the row has another number of fields than the header"
    "A CSV or TSV row with too few or too many fields is usually an unquoted separator or line break inside a text. Filling it with nulls would shift titles into texts, so the row is set aside."
    "A105" "a quoted field never ends"
    "A quotation mark opens a field that is not closed before the end of the file or the size limit. The row in which it opens is set aside and reading goes on at the next line."
    "A106" "the record repeats an earlier one"
    "Outlet, address, date, title, text and id are all the same as those of another record. The first one stays, by the path of its file and its number in it. Copies that differ in any of these are kept and grouped as near-duplicates instead."
    "A107" "the date lies after `as-of`"
    "A publication date in the future of the study is a scraping error; the record would fall into a week that has not happened. Set `[input] as-of` to the day the corpus was collected."
    "A108" "the record has neither title nor text"
    "There is nothing to analyse. Records with a title only are kept: headline corpora are corpora."
    "A109" "the record is larger than `max-record-bytes`"
    "One record beyond the limit usually means a broken file (an unclosed quote, a missing line break) and would use up the memory of the run. Raise `[input] max-record-bytes` if such texts are real."
    "A110" "the date cannot be read"
    "The value is in none of the accepted forms or names a day that does not exist, such as 31 February. The record is set aside; leave the field empty if the date is unknown, or name another form with `[input] date-formats`."
    "A111" "the date lies before `earliest`"
    "Dates far before the corpus (1970-01-01, 0001-01-01) are placeholders of a scraper. Set `[input] earliest` to an earlier day if they are real."
    "A112" "a field has the wrong type"
    "Title, text, outlet, date, address and id must be text, numbers or null. Lists and objects cannot be columns of an article."
    "A113" "the file cannot be read to its end"
    "The compressed stream or the Parquet file is damaged, the file unpacks, or claims to unpack, to more than `[input] max-unpacked-ratio` times its size (64 MiB are always allowed), or it is no regular file but a pipe, a device or a folder. What was read before the damage is kept; the rest of the file is lost to this run."
    "A114" "the same `record_id` stands for different contents"
    "Two records carry one id but differ in content. Both are kept under different article ids; joins on `record_id` will match both."
    "A115" "the page cannot be read"
    "The HTML is nested thousands of elements deep, has more than 500,000 elements and texts, 200,000 character references or tags with thousands of attributes, or makes the reader fail: no story can be found in it. Pages that people read are nested a few dozen deep."
    "A116" "the archive record is broken"
    "A record of the WARC file has no valid header, or its response is cut off or packed in a way that is not known. Reading goes on at the next record that begins with `WARC/`."
    "A117" "the text is longer than `max-text-bytes`"
    "The work on an article grows with the square of the names in it, so a text of many megabytes, which is a book or several articles run together, would hold up the run. Split it, or raise `[input] max-text-bytes`."
    "A118" "the table has more columns than `max-columns`"
    "A header of thousands of columns is usually a table read with the wrong separator or turned on its side. Raise `[input] max-columns` if it is real."
    "D101" "the dictionary cannot be read"
    "A file of the dictionary is missing, is not UTF-8 or is not CSV. A dictionary is a folder with actors.csv and aliases.csv; roles.csv and codes.csv are optional."
    "D102" "a column is missing"
    "Columns are found by their names in the first row. The columns of each file are listed in the documentation of the dictionary format."
    "D103" "a value is not one of the words allowed here"
    "Types, kinds, cases and claims are closed lists. The row is left out."
    "D104" "a date is malformed or a term ends before it starts"
    "Dates are ISO 8601 (2016-03-30), terms are half-open: the end is the first day on which the alias or role no longer holds. Leave a side empty if it is unbounded. The row is left out."
    "D105" "an id is used but not declared"
    "Every actor_id and of_actor_id must stand in an actors.csv of the recipe's dictionaries. The row is left out."
    "D106" "an actor is declared twice"
    "An actor_id stands for one actor. A later dictionary of the recipe may add aliases and roles to an actor of an earlier one without declaring it again; if it does, its declaration must agree."
    "D107" "an alias can never match"
    "The alias is empty or holds no letter or digit after folding, so no text can contain it as whole words. The row is left out."
    "D108" "the dictionary is unknown"
    "A dictionary is named by the word `world` (it ships with the program) or by the path of a folder, relative to the recipe."
    "D109" "an item of a fact or import cannot be read"
    "Facts list aliases as `[kind:]text[@start..end]` and roles as `role@actor [start..end] [!claim]`, parted by semicolons; other formats have rules of their own. The item is left out, the rest of the row stays."
    "D110" "several actors share a name"
    "Two actors bear one name at the same time. Such a mention is settled by what else the article names clearly, or stays ambiguous and does not count. If one of them is meant wrongly, give the alias a term or remove it."
    "D111" "an office has two holders at the same time"
    "Two actors hold an office that only one can hold, both recognised, in terms that overlap. The office alone (\"the Turkish president\") then stays ambiguous. Terms are half-open: the end is the first day of the successor."
    "P101" "the recipe is not valid TOML"
    "The file breaks the grammar of TOML 1.0: a missing quote, an unclosed bracket, a key given twice."
    "P102" "the recipe cannot be read"
    "The file does not exist, cannot be opened, is no regular file, is larger than 1 MB, or is not UTF-8."
    "P201" "unknown section"
    "A recipe has a fixed set of sections, in the order in which they run. Unknown ones are refused, because a misspelt section would silently leave its settings at their defaults."
    "P202" "unknown key"
    "Unknown keys are refused, because a misspelt key would silently leave the setting at its default. pipelines/README.md lists every key."
    "P203" "unknown measure"
    "`newsloom list measures` shows every association measure with its meaning and reference."
    "P204" "a value has the wrong type"
    "For example a number where a text is expected. pipelines/README.md gives the type of every key."
    "P205" "a value is not one of the words allowed here"
    "The key takes one of a few words; the message lists them."
    "P206" "a number is out of range"
    "The key takes numbers within limits; the message gives them."
    "P207" "a required key is missing"
    "The setting has no sensible default and must be given."
    "P208" "no input file matches"
    "A path or pattern of `[input] articles` matches no file. Patterns are relative to the recipe."
    "P209" "the input format is not known"
    "The format follows from the ending of the file: .csv, .tsv, .jsonl, .ndjson, .parquet, .txt, each with .gz or .zst behind it if compressed, or a folder of .txt files."
    "P210" "unknown time zone"
    "Time zones are named as in the IANA database, such as Africa/Tripoli or UTC."
    "P211" "a date is malformed"
    "Dates in a recipe are TOML dates such as 2020-03-31."
    "P212" "settings contradict each other"
    "Two keys cannot both hold; the message names them."
    "P213" "unknown column"
    "`columns` maps Newsloom's words (title, text, outlet, published, url, record_id, language) to the columns of the input."
    "P214" "unknown output format"
    "`newsloom list formats` shows what can be written."
    "P215" "a setting given with `--set` is malformed"
    "The form is `--set section.key=value`, the value written as in the recipe."
    "P216" "unknown encoding"
    "Encodings are named by the labels of the web's Encoding Standard. Only text inputs (CSV, JSON Lines, text folders) take one; a byte order mark in the file speaks first."
    "P217" "a link leads out of the folder"
    "A folder or pattern of `[input] articles` found a link whose target lies outside of that folder. A data set from elsewhere could so bring any file of this computer into the tables. Name the target itself in `[input] articles` if it belongs to the study."
    "P218" "an author or a licence is malformed"
    "`authors` are names, each alone or with the address of its ORCID record in angle brackets, whose last digit is a check of the others. `licence` is an SPDX identifier such as `CC-BY-4.0`, or the address of the terms. Both stand in the descriptions that archives read."
    "P220" "the SQL of a table is wrong"
    "A `[[table]]` of the recipe is one `SELECT` (or `WITH`, `VALUES`) in SQLite's dialect over the tables that the run writes. It can change nothing, open nothing and ask neither clock nor chance. `newsloom codebook` lists the tables with their columns."
    "P221" "the name of a table cannot be used"
    "A `[[table]]` becomes files of its name beside the other tables, so the name must be its own: lower-case letters, digits and `_`, beginning with a letter, and not that of a table that Newsloom writes itself."
    "R101" "a finished table cannot be read"
    "A report is made from the tables and the manifest of a finished run. Run the recipe again if files are missing or changed."
    "R102" "a file cannot be written"
    "The output folder cannot be created or written to. Nothing half-written is left behind: files are renamed into place when they are complete."
    "R103" "too many records were quarantined"
    "More records were set aside than `[input] max-quarantined` allows, which usually means that the input is not what the recipe expects. Nothing is published; look at the reasons in the summary, or raise the limit."
    "R104" "the accounting does not add up"
    "Records in must equal records out at every stage. This is a defect of the program: please report it."
    "R111" "no such actor in the run"
    "Actors are named by their id (`country:LBY`) or by a name that only one of them bears. The table `actors` lists those that the run counts; with `[score] level` above `actor` they are the larger ones that mentions are rolled up to."
    "R112" "the articles, the recipe or the dictionaries are not those of the run"
    "Tables say where something stands, the articles say what stands there. Articles are found again by the hash of their content, so that no wrong sentence is shown; those that have changed are missing. Run the recipe again to bring tables and articles together."
    "R113" "a coding sheet cannot be read"
    "A coding sheet is the CSV file that `newsloom sample` wrote, with its columns and rows as they were and the column `code` filled in. Rows may be sorted; extra columns are passed over."
    "R114" "a code is not one of those allowed"
    "Mentions and pairs are `right`, `wrong` or `unsure`. For a sentence the code is `none`, or the actors that are named and not marked, parted by semicolons, each with its type before it if it is known (`person: Ana Reis; party: Blue List`)."
    "R115" "the key of a coding sheet is missing"
    "`newsloom sample` writes beside the sheet a key (`<sheet>.key.json`) with what coders must not see: strata, weights, rules. `newsloom validate` looks for it in the folder of the sheet; name it with `--key` if it is elsewhere."
    "R116" "`SOURCE_DATE_EPOCH` is no time"
    "The variable tells programs which time to write in place of that of the clock, so that the same run gives the same bytes in ro-crate-metadata.json and openlineage.jsonl too. It holds seconds since 1970-01-01 in UTC, as a whole number."
    "R117" "the run cannot be verified"
    "A run is verified by running its recipe again. The recipe must be that of the run: its manifest names it. Without the articles, `newsloom verify --outputs-only` still checks that the files on disk are those that the run wrote."
    "R121" "a table of the recipe cannot be made"
    "Its SQL is right, but not with these rows: a value is infinite, a column holds texts and numbers, or the query takes more steps than `max-steps` allows. The other tables are as they should be; the run is not finished."
    "R122" "an input has changed during the run"
    "Articles are read twice, and the second time they were others. Nothing was written. Run again when nobody writes to the input."
    "R123" "another run writes to the output folder"
    "Two runs into one folder would mix their tables. Wait until the other one has ended, or give this one a folder of its own with `--output`. A run that was killed holds nothing."
    "R124" "what is in work cannot be put aside"
    "A run over more articles than memory holds puts aside what is in work, in files that have no name and are gone with the run: in its output folder, or where `--scratch` says. The disk there is full or cannot be written to. Make room or name another folder; what the cache holds is kept, so the next run goes on from there. `--memory` lets a run hold more before it puts anything aside."
    "R125" "a cache holds what this program did not write"
    "A shard of the cache has the right hash and cannot be understood. Nothing was written. Run with `--no-cache`, or empty the cache with `newsloom cache prune`."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_explained() {
        assert!(CODES.is_sorted_by(|a, b| a.id < b.id));
        assert!(CODES.iter().all(|c| c.explanation.len() > 40 && !c.title.is_empty()));
    }

    #[test]
    fn look_up_ignores_case() {
        assert_eq!(code("p203").map(|c| c.id), Some("P203"));
        assert_eq!(code("P999"), None);
    }
}
