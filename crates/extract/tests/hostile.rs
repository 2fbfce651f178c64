//! Texts and dictionaries written to cost much: what they take grows with their size, not its square.
//!
//! Quadratic steps make each of these cases a matter of many minutes; the counts hold what is found.

mod article;

use article::{article, clean};
use newsloom_corpus::Mention;
use newsloom_diagnostics::SourceFile;
use newsloom_extract::{Dictionary, DictionaryFiles, ExtractOptions, Extractor};
use newsloom_text::HashedWords;

const ACTORS: &str = "actor_id,name,type,country
country:ATL,Atlantis,country,ATL
country:TCD,Chad,country,TCD
organisation:salt,Order of Salt,organisation,ATL
person:roe,Jane Roe,person,ATL
person:doe,Sten Doe,person,ATL
";

const ALIASES: &str = "actor_id,alias,kind,language,case
country:ATL,Atlantis,name,en,title
country:ATL,Atlantean,demonym,en,title
country:TCD,Chad,name,en,title
organisation:salt,Order of Salt,name,en,title
person:roe,Jane Roe,name,en,title
person:doe,Sten Doe,name,en,title
";

const ROLES: &str = "actor_id,role,of_actor_id,claim,start,end
person:roe,president,country:ATL,recognised,2000-01-01,
";

fn dictionary(aliases: &str) -> Dictionary {
    let files = DictionaryFiles {
        name: "hostile".to_owned(),
        actors: SourceFile::new("actors.csv", ACTORS),
        aliases: SourceFile::new("aliases.csv", aliases),
        roles: Some(SourceFile::new("roles.csv", ROLES)),
        codes: None,
    };
    let (dictionary, problems) = Dictionary::parse(&[files]);
    assert!(problems.is_empty(), "{problems:?}");
    dictionary
}

fn mentions(aliases: &str, text: &str) -> Vec<Mention> {
    let article = article("", text, "2020-01-14");
    let extractor = Extractor::new(&dictionary(aliases), ExtractOptions::default());
    extractor.extract(&article, &HashedWords::of(&article.text), &clean(&article))
}

/// Bytes of a text: as many as a page of the web has at most.
const N_BYTES: usize = 1_000_000;

/// Each phrase, and how many mentions of how many are counted each time that it stands in the text.
const PHRASES: &[(&str, usize, usize)] = &[
    ("Jane Roe met Roe. ", 2, 2),
    ("Jane Roe met Roe.\n\n", 2, 2),
    ("they saw Jane Roe and \"Roe\" and went ", 2, 2),
    ("Sten Roe met Jane Roe and a Roe came. ", 2, 2),
    ("the Atlantean president of old spoke to us in 2010 and went. ", 2, 1),
    ("Atlantean President Jane Roe came. ", 3, 1),
    ("Chad Ogea saw Chad again and again and all of it was so. ", 2, 0),
    ("Air Atlantis flew. ", 1, 1),
    ("the Order of Salt (OS) met the OS. ", 3, 3),
];

#[test]
fn texts_made_of_names_only_are_read_in_linear_time() {
    for (phrase, n_mentions, n_counted) in PHRASES {
        let n = N_BYTES / phrase.len();
        let found = mentions(ALIASES, &phrase.repeat(n));
        let counted = found.iter().filter(|mention| mention.is_counted()).count();
        assert_eq!((found.len(), counted), (n_mentions * n, n_counted * n), "{phrase:?}");
    }
}

#[test]
fn an_actor_may_have_a_hundred_thousand_names() {
    let names: String =
        (0..100_000).map(|n| format!("person:roe,Jane{n} Roe{n},variant,en,title\n")).collect();
    let found = mentions(&(ALIASES.to_owned() + &names), &"Jane77 Roe77 met Roe88. ".repeat(1000));
    assert_eq!(found.len(), 2000);
}
