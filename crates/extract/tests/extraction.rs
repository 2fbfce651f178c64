//! Whole articles through the extractor, with a small dictionary written for the tests.

mod article;

use article::{article, clean};
use newsloom_corpus::{CleanArticle, Mention, Paragraph, Span};
use newsloom_diagnostics::SourceFile;
use newsloom_extract::{Demonyms, Dictionary, DictionaryFiles, ExtractOptions, Extractor, Metonymy, Sport};
use newsloom_text::HashedWords;
use proptest::prelude::*;

const ACTORS: &str = "actor_id,name,type,country
city:ankara,Ankara,city,TUR
city:moscow,Moscow,city,RUS
armed_group:psf,Popular Salvation Front,armed_group,LBY
country:CAN,Canada,country,CAN
country:COD,DR Congo,country,COD
country:JOR,Jordan,country,JOR
country:COG,Republic of the Congo,country,COG
country:GEO,Georgia,country,GEO
country:LBY,Libya,country,LBY
country:MLI,Mali,country,MLI
country:RUS,Russia,country,RUS
country:TUR,Turkey,country,TUR
country:USA,United States,country,USA
government:RUS,Government of Russia,government,RUS
government:TUR,Government of Turkey,government,TUR
igo:united-nations,United Nations,igo,
igo:unsmil,United Nations Support Mission in Libya,igo,
media:afp,Agence France-Presse,media,FRA
person:erdogan,Recep Tayyip Erdoğan,person,TUR
person:guterres,António Guterres,person,PRT
person:cavusoglu,Mevlüt Çavuşoğlu,person,TUR
person:xi,Xi Jinping,person,CHN
person:haftar,Khalifa Haftar,person,LBY
person:putin,Vladimir Putin,person,RUS
person:igor-putin,Igor Putin,person,RUS
person:saif-gaddafi,Saif al-Islam Gaddafi,person,LBY
person:gaddafi,Muammar Gaddafi,person,LBY
person:sarraj,Fayez al-Sarraj,person,LBY
";

const ALIASES: &str = "actor_id,alias,kind,language,case,start,end,needs_context
city:ankara,Ankara,name,en,title,,,false
city:moscow,Moscow,name,en,title,,,false
armed_group:psf,Popular Salvation Front,name,en,title,,,false
country:CAN,Canada,name,en,title,,,false
country:JOR,Jordan,name,en,title,,,false
country:COD,DR Congo,name,en,title,,,false
country:COD,Congolese,demonym,en,title,,,false
country:COG,Congo-Brazzaville,name,en,title,,,false
country:COG,Congolese,demonym,en,title,,,false
country:GEO,Georgia,name,en,title,,,true
country:GEO,Georgian,demonym,en,title,,,false
country:LBY,Libya,name,en,title,,,false
country:LBY,Libyan,demonym,en,title,,,false
country:MLI,Mali,name,en,title,,,false
country:RUS,Russia,name,en,title,,,false
country:RUS,Soviet Union,short,en,title,,1991-12-26,false
country:RUS,Russian,demonym,en,title,,,false
country:RUS,Россия,name,ru,fold,,,false
country:TUR,Turkey,name,en,title,,,false
country:TUR,Turkish,demonym,en,title,,,false
country:USA,US,acronym,en,exact,,,false
country:USA,U.S.,acronym,en,exact,,,false
government:RUS,Moscow,capital,en,title,,,false
government:RUS,Kremlin,metonym,en,title,,,false
government:TUR,Ankara,capital,en,title,,,false
igo:united-nations,United Nations,name,en,title,,,false
igo:united-nations,U.N.,acronym,en,exact,,,false
igo:unsmil,United Nations Support Mission in Libya,name,en,title,,,false
media:afp,AFP,acronym,en,exact,,,false
person:erdogan,Recep Tayyip Erdoğan,name,en,title,,,false
person:erdogan,Tayyip Erdoğan,short,en,title,,,false
person:guterres,António Guterres,name,en,title,,,false
person:cavusoglu,Mevlüt Çavuşoğlu,name,en,title,,,false
person:xi,Xi Jinping,name,en,title,,,false
person:igor-putin,Igor Putin,name,en,title,,,false
person:putin,Putin,surname,en,title,1999-08-09,,false
person:haftar,Khalifa Haftar,name,en,title,,,false
person:putin,Vladimir Putin,name,en,title,,,false
person:saif-gaddafi,Saif al-Islam Gaddafi,name,en,title,,,false
person:gaddafi,Muammar Gaddafi,name,en,title,,,false
person:sarraj,Fayez al-Sarraj,name,en,title,,,false
";

const ROLES: &str = "actor_id,role,of_actor_id,claim,start,end
city:moscow,parent,country:RUS,recognised,,
city:ankara,parent,country:TUR,recognised,,
government:RUS,parent,country:RUS,recognised,,
government:TUR,parent,country:TUR,recognised,,
person:erdogan,president,government:TUR,recognised,2014-08-28,
person:guterres,secretary-general,igo:united-nations,recognised,2017-01-01,
person:putin,president,government:RUS,recognised,2012-05-07,
";

fn files(actors: &str, aliases: &str, roles: &str) -> DictionaryFiles {
    DictionaryFiles {
        name: "test".to_owned(),
        actors: SourceFile::new("actors.csv", actors),
        aliases: SourceFile::new("aliases.csv", aliases),
        roles: Some(SourceFile::new("roles.csv", roles)),
        codes: None,
    }
}

fn dictionary() -> Dictionary {
    let (dictionary, problems) = Dictionary::parse(&[files(ACTORS, ALIASES, ROLES)]);
    assert!(problems.is_empty(), "{problems:?}");
    dictionary
}

fn mentions_with(options: ExtractOptions, title: &str, text: &str, date: &str) -> Vec<Mention> {
    let article = article(title, text, date);
    Extractor::new(&dictionary(), options).extract(
        &article,
        &HashedWords::of(&article.text),
        &clean(&article),
    )
}

/// `surface=actor` of what counts, `surface=actor!reason` of what does not.
fn found(text: &str) -> Vec<String> {
    shown(&mentions_with(ExtractOptions::default(), "", text, "2020-01-14"))
}

fn shown(mentions: &[Mention]) -> Vec<String> {
    let dictionary = dictionary();
    let show = |m: &Mention| {
        let reason = m.not_counted.map_or_else(String::new, |r| format!("!{r}"));
        format!("{}={}{reason}", m.surface, dictionary.actors.get(m.actor).id)
    };
    mentions.iter().map(show).collect()
}

#[test]
fn names_are_whole_words_longest_first() {
    assert_eq!(found("A malign Malian in Mali met nobody."), ["Mali=country:MLI"]);
    assert_eq!(
        found("The United Nations Support Mission in Libya left."),
        [
            "United Nations Support Mission in Libya=igo:unsmil",
            "United Nations=igo:united-nations!nested",
            "Libya=country:LBY!nested"
        ]
    );
    let inside_itself = ["Recep Tayyip Erdoğan=person:erdogan"];
    assert_eq!(
        found("Recep Tayyip Erdoğan left."),
        inside_itself,
        "a shorter name of the same actor is no mention"
    );
    assert_eq!(found("The United Nations Support Group left."), ["United Nations=igo:united-nations"]);
    assert_eq!(
        found("The U.N. met the US and gave us nothing."),
        ["U.N.=igo:united-nations", "US=country:USA"]
    );
    assert_eq!(found("Libya\u{2019}s coast and Россия."), ["Libya=country:LBY", "Россия=country:RUS"]);
}

#[test]
fn surnames_point_to_the_only_full_name() {
    assert_eq!(
        found(
            "Field Marshal Khalifa Haftar left. Hifter and Al-Sarraj did not meet; Fayez al-Sarraj signed. Mr Sarraj\u{2019}s men stayed."
        ),
        [
            "Khalifa Haftar=person:haftar",
            "Hifter=person:haftar",
            "Al-Sarraj=person:sarraj",
            "Fayez al-Sarraj=person:sarraj",
            "Sarraj=person:sarraj"
        ]
    );
    assert!(found("Haftar left without signing.").is_empty(), "no full name, no bearer");
    assert_eq!(found("Khalifa Haftar met Saddam Haftar."), ["Khalifa Haftar=person:haftar"]);
    assert_eq!(
        found("Muammar Gaddafi and Saif al-Islam Gaddafi were named. Gaddafi fled.").last().unwrap(),
        "Gaddafi=person:gaddafi!ambiguous"
    );
}

#[test]
fn a_title_is_resolved_by_the_text() {
    let mentions = mentions_with(
        ExtractOptions::default(),
        "Haftar leaves Moscow",
        "Khalifa Haftar left.",
        "2020-01-14",
    );
    assert_eq!(
        shown(&mentions),
        ["Haftar=person:haftar", "Moscow=city:moscow!place", "Khalifa Haftar=person:haftar"]
    );
    assert!(mentions[0].in_heading);
}

#[test]
fn capitals_are_places_unless_they_act() {
    assert_eq!(found("They met in Moscow."), ["Moscow=city:moscow!place"]);
    assert_eq!(found("Moscow believes the talks failed."), ["Moscow=government:RUS"]);
    assert_eq!(found("A deal with Ankara is near."), ["Ankara=government:TUR"]);
    assert_eq!(
        found("MOSCOW, Jan 14 (AFP) - Rain fell."),
        ["MOSCOW=city:moscow!place", "AFP=media:afp!attribution"]
    );
    let off = ExtractOptions { metonymy: Metonymy::Off, ..ExtractOptions::default() };
    assert_eq!(
        shown(&mentions_with(off, "", "Moscow believes it.", "2020-01-14")),
        ["Moscow=city:moscow!place"]
    );
}

#[test]
fn demonyms_count_before_organs_of_state() {
    assert_eq!(
        found("Russian officials and Russian mercenaries saw Turkish drones."),
        ["Russian=country:RUS", "Russian=country:RUS!demonym", "Turkish=country:TUR!demonym"]
    );
    assert_eq!(found("Russian-Turkish efforts failed."), ["Russian=country:RUS", "Turkish=country:TUR"]);
    let all = ExtractOptions { demonyms: Demonyms::All, ..ExtractOptions::default() };
    assert_eq!(shown(&mentions_with(all, "", "Libyan oil flowed.", "2020-01-14")), ["Libyan=country:LBY"]);
}

#[test]
fn an_office_is_its_holder_on_that_date() {
    assert_eq!(
        found("The Turkish president spoke."),
        ["Turkish president=person:erdogan", "Turkish=country:TUR!nested"]
    );
    assert_eq!(found("The president of Turkey spoke.")[0], "president of Turkey=person:erdogan");
    assert_eq!(
        found("Turkish President Recep Tayyip Erdogan spoke."),
        [
            "Turkish President=person:erdogan!apposition",
            "Turkish=country:TUR!nested",
            "Recep Tayyip Erdogan=person:erdogan"
        ]
    );
    assert_eq!(
        found("The former Turkish president spoke.")[0],
        "Turkish president=person:erdogan!former-office"
    );
    let before = mentions_with(ExtractOptions::default(), "", "The Turkish president spoke.", "2010-01-01");
    assert_eq!(shown(&before), ["Turkish=country:TUR"], "nobody of the dictionary held it then");
}

#[test]
fn shared_names_need_company() {
    assert_eq!(found("Congolese troops moved."), ["Congolese=country:COD!ambiguous"]);
    assert_eq!(found("Congolese troops moved in Congo-Brazzaville.")[0], "Congolese=country:COG");
    assert_eq!(found("Georgia smiled."), ["Georgia=country:GEO!needs-context"]);
    assert_eq!(found("Georgia sent Georgian officials.")[0], "Georgia=country:GEO");
}

#[test]
fn media_as_sources_do_not_count() {
    assert_eq!(found("Two officers told AFP that it rained."), ["AFP=media:afp!attribution"]);
    assert_eq!(found("Libya expelled AFP."), ["Libya=country:LBY", "AFP=media:afp"]);
}

#[test]
fn aliases_hold_for_their_term() {
    assert!(found("The Soviet Union is history.").is_empty());
    let then = mentions_with(ExtractOptions::default(), "", "The Soviet Union protested.", "1987-03-01");
    assert_eq!(shown(&then), ["Soviet Union=country:RUS"]);
}

#[test]
fn quotes_are_seen() {
    let mentions =
        mentions_with(ExtractOptions::default(), "", "He said \u{201c}Libya burns\u{201d} in Mali.", "");
    assert_eq!(mentions.iter().map(|m| m.in_quote).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn bad_rows_are_left_out_and_pointed_to() {
    let actors = "actor_id,name,type\nperson:a,A,person\nperson:b,B,alien\n";
    let aliases = "actor_id,alias,kind,start,end\nperson:a,\"A, the first\",name,2020-13-01,\nperson:c,C,name,,\nperson:a,...,name,,\nperson:a,A Name,nmae,,\nperson:a,A Name,name,2020-02-01,2020-01-01\n";
    let (dictionary, problems) = Dictionary::parse(&[files(actors, aliases, "actor_id,role,of_actor_id\n")]);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "warning[D103] actors.csv:3:12: unknown type `alien`",
            "warning[D104] aliases.csv:2:30: `2020-13-01` is not a date such as 2016-03-30",
            "warning[D105] aliases.csv:3:1: no actor is declared as `person:c`",
            "warning[D107] aliases.csv:4:10: `...` holds no letter or digit",
            "warning[D103] aliases.csv:5:17: unknown kind `nmae`",
            "warning[D104] aliases.csv:6:33: the term ends before it starts"
        ]
    );
    assert_eq!((dictionary.actors.len(), dictionary.aliases.len()), (1, 0));
}

/// Every longest token-bounded match, by trying each alias at each word.
fn naive(aliases: &[String], text: &str) -> Vec<(usize, usize)> {
    let words: Vec<Span> = newsloom_text::words(text).collect();
    let fits = |first: usize, alias: &str| {
        let start = words[first].start();
        let end = start + alias.len();
        let is_border = words.iter().any(|w| w.end() == end);
        (is_border && text.get(start..end) == Some(alias)).then_some(end)
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        match aliases.iter().filter_map(|a| fits(at, a)).max() {
            None => at += 1,
            Some(end) => {
                found.push((words[at].start(), end));
                at = words.iter().position(|w| w.start() >= end).unwrap_or(words.len());
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn matches_are_those_of_a_naive_search(
        aliases in prop::collection::btree_set("(A|B|Ab|C)( (A|B|Ab|C)){0,3}", 1..12),
        text in "((A|B|Ab|C|Abc|a|,)( |-|, )){0,40}",
    ) {
        let aliases: Vec<String> = aliases.into_iter().collect();
        let rows: String = aliases.iter().map(|a| format!("other:x,{a},name,en,exact,,,false\n")).collect();
        let header = ALIASES.lines().next().unwrap();
        let files = files("actor_id,name,type\nother:x,X,other\n", &format!("{header}\n{rows}"), "actor_id,role,of_actor_id\n");
        let (dictionary, _) = Dictionary::parse(&[files]);
        let article = article("", &text, "");
        let whole = Span::new(0, text.len());
        let paragraph = Paragraph { span: whole, is_heading: false, sentences: vec![whole] };
        let cleaned = CleanArticle { paragraphs: vec![paragraph], ..clean(&article) };
        let mentions = Extractor::new(&dictionary, ExtractOptions::default()).extract(&article, &HashedWords::of(&article.text), &cleaned);
        let found: Vec<(usize, usize)> =
            mentions.iter().filter(|m| m.nested_in.is_none()).map(|m| (m.span.start(), m.span.end())).collect();
        // A dash joins words as a blank does; the naive search sees it as one.
        prop_assert_eq!(found, naive(&aliases, &text.replace('-', " ")));
    }

    #[test]
    fn spans_lie_on_character_borders_and_hold_the_surface(
        text in "((Erdo\u{11f}an|Recep Tayyip Erdo\u{11f}an|Libya|\u{201c}U.N.\u{201d}|Россия|é|\u{ad})[ ’.\n]{1,2}){0,30}"
    ) {
        let article = article("", &text, "2020-01-14");
        for mention in Extractor::new(&dictionary(), ExtractOptions::default()).extract(&article, &HashedWords::of(&article.text), &clean(&article)) {
            prop_assert_eq!(&*mention.surface, mention.span.of(article.field(mention.field)));
        }
    }
}

#[test]
fn prominent_surnames_stand_alone_in_their_time() {
    assert_eq!(found("Putin left Libya."), ["Putin=person:putin", "Libya=country:LBY"]);
    assert_eq!(shown(&mentions_with(ExtractOptions::default(), "", "Putin left.", "1998-01-01")), [""; 0]);
    assert_eq!(found("Maria Putin left."), [""; 0], "another person");
    assert_eq!(found("He slept in Putin Tower."), [""; 0], "a house");
    assert_eq!(found("Vladimir Putin left. Putin slept.").len(), 2);
    assert_eq!(
        found("Vladimir Putin met Igor Putin. Putin slept.").last().unwrap(),
        "Putin=person:putin",
        "of two bearers the one whom news calls so"
    );
}

#[test]
fn family_names_stand_first_in_china() {
    assert_eq!(found("Xi Jinping spoke. Xi left."), ["Xi Jinping=person:xi", "Xi=person:xi"]);
}

#[test]
fn offices_are_of_countries_and_organisations() {
    assert_eq!(found("Turkey\u{2019}s president spoke.")[0], "Turkey\u{2019}s president=person:erdogan");
    assert_eq!(found("The president of Turkey spoke.")[0], "president of Turkey=person:erdogan");
    for office in ["UN secretary-general", "UN chief", "United Nations chief"] {
        let text = format!("The {} spoke.", office.replace("UN ", "U.N. "));
        assert!(found(&text)[0].ends_with("=person:guterres"), "{text}: {:?}", found(&text));
    }
    assert_eq!(found("The U.N. deputy chief spoke."), ["U.N.=igo:united-nations"]);
}

#[test]
fn an_apposition_teaches_who_holds_an_office() {
    let text = "Turkish Foreign Minister Mevlüt Çavuşoğlu spoke. The Turkish foreign minister left.";
    let found = found(text);
    assert!(found.contains(&"Turkish foreign minister=person:cavusoglu".to_owned()), "{found:?}");
    assert_eq!(found.iter().filter(|m| m.ends_with("=person:cavusoglu")).count(), 2, "{found:?}");
}

#[test]
fn acronyms_are_learnt_from_brackets() {
    assert_eq!(
        found("The Popular Salvation Front (PSF) fired. The PSF left."),
        ["Popular Salvation Front=armed_group:psf", "PSF=armed_group:psf", "PSF=armed_group:psf"]
    );
    assert_eq!(found("The Popular Salvation Front (DRC) fired. The DRC left.").len(), 1, "other letters");
}

#[test]
fn a_person_in_the_name_of_a_thing_does_not_count() {
    let part = ["Vladimir Putin=person:putin!part-of-name"];
    for text in [
        "They landed at Vladimir Putin International Airport.",
        "The carrier USS Vladimir Putin sailed.",
        "A shop in Vladimir Putin Avenue burned.",
    ] {
        assert_eq!(found(text), part, "{text}");
    }
    for text in
        ["Vladimir Putin, Airport workers said, came.", "Vladimir Putin international airport plans grew."]
    {
        assert_eq!(found(text), ["Vladimir Putin=person:putin"], "{text}");
    }
}

#[test]
fn a_country_in_another_name_does_not_count() {
    for text in [
        "He flew with Air Canada to the coast.",
        "The Bank of Canada spoke.",
        "The paper Canada Daily said so.",
    ] {
        assert_eq!(found(text), ["Canada=country:CAN!part-of-name"], "{text}");
    }
    assert_eq!(found("On Monday President of Canada spoke."), ["Canada=country:CAN"]);
    assert_eq!(found("Canada and West Canada spoke."), ["Canada=country:CAN", "Canada=country:CAN"]);
    assert_eq!(
        found("The singer Neil Jordan spoke. Jordan then sang."),
        ["Jordan=country:JOR!part-of-name", "Jordan=country:JOR!part-of-name"]
    );
}

#[test]
fn in_sports_news_countries_are_teams() {
    let report = "Libya met Mali in a World Cup qualifier. The striker scored before halftime and the goalkeeper left the squad. Ali ( Mali ) ran.";
    assert_eq!(
        found(report),
        ["Libya=country:LBY!team", "Mali=country:MLI!team", "Mali=country:MLI!nationality"]
    );
    let countries = ExtractOptions { sport: Sport::Countries, ..ExtractOptions::default() };
    assert!(mentions_with(countries, "", report, "2020-01-14").iter().all(Mention::is_counted));
    assert!(
        found("Libya and Mali agreed that a stadium and a squad of police were needed for the talks.")[0]
            .ends_with("LBY")
    );
}

#[test]
fn others_of_the_same_name_do_not_count() {
    for text in [
        "Vladimir Putin, Jr. left.",
        "Vladimir Putin III left.",
        "They met Vladimir Putin Sidorov there in the morning.",
    ] {
        assert_eq!(found(text), ["Vladimir Putin=person:putin!part-of-name"], "{text}");
    }
    assert_eq!(
        found("They met Mevl\u{fc}t Khalifa Haftar there in the morning."),
        ["Khalifa Haftar=person:haftar!part-of-name"]
    );
    assert_eq!(
        found("They landed at Khalifa Haftar International Airport. Haftar slept."),
        ["Khalifa Haftar=person:haftar!part-of-name"],
        "the name of a thing names nobody"
    );
}

#[test]
fn a_surname_is_that_of_the_last_full_name() {
    assert_eq!(
        found(
            "Khalifa Haftar left. Vladimir Haftar stayed. Haftar slept. Khalifa Haftar came. Haftar spoke."
        ),
        ["Khalifa Haftar=person:haftar", "Khalifa Haftar=person:haftar", "Haftar=person:haftar"]
    );
    assert_eq!(found("Mevl\u{fc}t Putin came. Putin slept."), [""; 0]);
    assert_eq!(found("Xi Jinping spoke. Xi Zhongxun slept. Xi left."), ["Xi Jinping=person:xi"]);
}

#[test]
fn a_title_must_be_that_of_the_person() {
    assert_eq!(found("Ambassador Putin slept."), [""; 0]);
    assert_eq!(found("President Putin slept."), ["Putin=person:putin"]);
}

#[test]
fn a_past_year_has_its_own_holders() {
    for text in ["In 1862 the Turkish president spoke.", "It was in 2010 that the Turkish president spoke."] {
        assert_eq!(found(text), ["Turkish=country:TUR"], "{text}: nobody of the dictionary");
    }
    for text in ["In 2016 the Turkish president spoke.", "Since 1998 the Turkish president spoke."] {
        assert_eq!(found(text)[0], "Turkish president=person:erdogan", "{text}");
    }
    assert_eq!(found("It was in 1862. The Turkish president spoke."), ["Turkish=country:TUR"], "decades ago");
}

#[test]
fn bodies_and_sums_are_no_countries() {
    for text in [
        "The Canada Diabetes Association met in the morning to talk.",
        "The Canada Food & Drink Forum met in the morning to talk.",
    ] {
        assert_eq!(found(text), ["Canada=country:CAN!part-of-name"], "{text}");
    }
    assert_eq!(found("He paid US $5 for it."), ["US=country:USA!part-of-name"]);
    assert_eq!(found("A deal with Ankara's banks is near."), ["Ankara=city:ankara!place"]);
}

#[test]
fn the_slug_of_a_sport_makes_it_sports_news() {
    assert_eq!(found("Cricket - Libya beat Mali."), ["Libya=country:LBY!team", "Mali=country:MLI!team"]);
}

#[test]
fn a_name_that_is_a_word_needs_its_capital() {
    let aliases = format!("{ALIASES}media:afp,Pear,short,en,running,,,false\n");
    let (dictionary, problems) = Dictionary::parse(&[files(ACTORS, &aliases, ROLES)]);
    assert!(problems.is_empty(), "{problems:?}");
    let n_counted = |text: &str| {
        let article = article("", text, "2020-01-14");
        let extractor = Extractor::new(&dictionary, ExtractOptions::default());
        let mentions = extractor.extract(&article, &HashedWords::of(text), &clean(&article));
        mentions.iter().filter(|m| &*m.surface == "Pear" && m.is_counted()).count()
    };
    for (text, n) in [
        ("Pear pie was served.", 0),
        ("They sued Pear again.", 1),
        ("Pear sued them.", 1),
        ("Pear pie was served. They sued Pear again.", 2),
        ("Pear\u{2019}s lawyers left.", 1),
    ] {
        assert_eq!(n_counted(text), n, "{text}");
    }
}
