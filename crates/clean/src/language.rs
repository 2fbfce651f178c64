//! The language of the kept text.

use std::sync::{Arc, LazyLock};

use newsloom_corpus::{Article, Language, Paragraph};
use newsloom_text::{HashedWords, hash_of_word};
use whatlang::{Info, Lang};

/// Letters below which no language is identified.
const MIN_LETTERS: usize = 20;
/// Bytes of text that are looked at.
const SAMPLE_BYTES: usize = 1_500;
/// Words that are looked at; numbers are of no language.
const SAMPLE_WORDS: usize = 150;
/// Confidence above which an identification stands against the declared language.
const RELIABLE: f64 = 0.9;

/// Identifies the language of the story, or of the title if there is no story.
///
/// Prose full of English function words is English; all else is identified by its alphabet and its
/// trigrams (whatlang), which takes a hundred times as long. The declared language decides only where
/// the identification is unreliable. Texts of fewer than 20 letters are `und` unless one is declared.
///
/// ```
/// # use newsloom_clean::{BlockCounts, CleanOptions, Cleaner, identify_language};
/// # use newsloom_corpus::{Article, ArticleId, IdentityFields, Origin, Published};
/// # let text = "Les pilotes du port ont dit qu\u{2019}ils ne sortiraient plus avant la fin de la brume.".to_owned();
/// # let article = Article {
/// #     id: ArticleId::of(&IdentityFields { text: &text, ..IdentityFields::default() }),
/// #     record_id: None, outlet: None, url: None, title: String::new(), text,
/// #     published: Published::default(), language_declared: None, kept: Vec::new(),
/// #     origin: Origin { path: "a.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
/// # };
/// let words = newsloom_text::HashedWords::of(&article.text);
/// let options = CleanOptions::default();
/// let nothing = BlockCounts::default().finish(&options.repeat);
/// let clean = Cleaner::new(&options).clean(&article, &words, &nothing);
/// assert_eq!(&*identify_language(&article, &words, &clean.paragraphs).code, "fr");
/// ```
pub fn identify_language(article: &Article, words: &HashedWords, story: &[Paragraph]) -> Language {
    let mut rest = 0..words.spans().len();
    let of_paragraph = |paragraph: &Paragraph| {
        let words = words.within_of(rest.clone(), paragraph.span);
        rest.start = words.end;
        words
    };
    let mut of_story = story.iter().flat_map(of_paragraph).take(SAMPLE_WORDS).peekable();
    let has_words = of_story.peek().is_some();
    if is_english(told(&article.text, words, of_story)) || !has_words && has_english_title(article) {
        return language("en", 1.0);
    }
    let sample = sample(article, story);
    let declared = article.language_declared.as_deref().map(primary);
    let found = if n_letters(&sample) < MIN_LETTERS { None } else { whatlang::detect(&sample) };
    match (found, declared) {
        (Some(info), Some(declared)) if info.confidence() < RELIABLE => {
            language(&declared, info.confidence())
        }
        (Some(info), _) => identified(&info),
        (None, Some(declared)) => language(&declared, 0.0),
        (None, None) => language("und", 0.0),
    }
}

fn has_english_title(article: &Article) -> bool {
    let words = HashedWords::of(&article.title);
    let n_words = words.hashes().len();
    is_english(told(&article.title, &words, 0..n_words))
}

/// What some words of a text tell: their hashes, and whether they begin with a capital. Numbers are of
/// no language.
fn told<'a>(
    text: &'a str,
    words: &'a HashedWords,
    places: impl Iterator<Item = usize> + 'a,
) -> impl Iterator<Item = (u64, bool)> + 'a {
    let of = places.map(|at| (words.hashes()[at], text.as_bytes()[words.spans()[at].start()]));
    of.filter(|(_, first)| !first.is_ascii_digit()).map(|(hash, first)| (hash, first.is_ascii_uppercase()))
}

/// Words without which no English prose goes on for long, and which other languages do not have.
const FUNCTION_WORDS: &[&str] = &[
    "about", "after", "against", "and", "are", "because", "been", "before", "being", "between", "but",
    "could", "during", "first", "from", "has", "have", "his", "how", "into", "its", "more", "not", "now",
    "of", "only", "other", "our", "out", "said", "says", "she", "should", "than", "that", "the", "their",
    "there", "they", "this", "those", "through", "to", "were", "what", "when", "where", "which", "while",
    "who", "why", "with", "would", "years", "you", "your",
];

/// Shorthand of English wires, and words of their reports on companies: briefs such as "Shr 12 cts vs
/// 9 cts" have few function words, and their trigrams look French.
const WIRE_WORDS: &[&str] = &[
    "avg", "cts", "dlrs", "earnings", "loss", "months", "mths", "oper", "payable", "qtly", "qtr", "quarter",
    "revs", "share", "shares", "shr", "shrs", "year", "yr",
];

/// Function words of other languages, none of which is an English word: a foreign text full of English
/// names and titles has them, English prose only within names.
const FOREIGN_WORDS: &[&str] = &[
    "af", "att", "auf", "avec", "bij", "bir", "con", "dans", "das", "de", "del", "della", "dem", "der",
    "des", "det", "di", "du", "e", "ein", "eine", "el", "en", "est", "et", "gli", "het", "icin", "il", "ist",
    "je", "jest", "la", "las", "le", "les", "los", "mit", "na", "nao", "nicht", "nie", "niet", "och", "og",
    "ont", "ook", "op", "os", "para", "por", "pour", "que", "qui", "se", "sich", "som", "sur", "te", "til",
    "uma", "una", "und", "une", "van", "ve", "von", "voor", "yang", "y", "zijn", "zu", "zum", "dit", "een",
];

/// What a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tells {
    /// English, with the initial of the word.
    English(u8),
    Foreign,
}

/// How many function words are enough.
struct Enough {
    /// Words that are needed to tell.
    min_words: u32,
    /// Share of the words that must be function words: in English news a quarter are.
    min_share: f64,
    /// Different initials that they must have: a quoted title is not enough.
    min_initials: u32,
    /// How many times as many there must be as function words of other languages.
    for_each_foreign: u32,
}

/// In a text, in a notice of a sentence or two, and in a headline.
const ENOUGH: [Enough; 3] = [
    Enough { min_words: 30, min_share: 0.06, min_initials: 5, for_each_foreign: 2 },
    Enough { min_words: 12, min_share: 0.15, min_initials: 3, for_each_foreign: 2 },
    Enough { min_words: 5, min_share: 0.2, min_initials: 2, for_each_foreign: 100 },
];

/// Whether a text is full of English function words, and has few others: its words by their hashes, and
/// whether they begin with a capital, as `El Salvador` and `De Niro` do in English prose. A text that
/// is hardly more than a list of English names is taken for English.
fn is_english(words: impl Iterator<Item = (u64, bool)>) -> bool {
    let Table { hashes, tells } = &**BY_SLOT;
    let (mut n_words, mut n_found, mut n_foreign, mut initials) = (0, 0_u32, 0_u32, 0_u32);
    for (word, is_capitalised) in words {
        n_words += 1;
        let mut at = slot(word);
        while hashes[at] != word && hashes[at] != 0 {
            at = (at + 1) % N_SLOTS;
        }
        match tells[at] {
            None => {}
            Some(Tells::English(initial)) => {
                n_found += 1;
                initials |= 1 << (initial - b'a');
            }
            Some(Tells::Foreign) => n_foreign += u32::from(!is_capitalised),
        }
    }
    ENOUGH.iter().any(|enough| {
        n_words >= enough.min_words
            && f64::from(n_found) >= enough.min_share * f64::from(n_words)
            && initials.count_ones() >= enough.min_initials
            && n_foreign * enough.for_each_foreign < n_found
    })
}

/// Slots of the table, most of them empty.
const N_SLOTS: usize = 512;

/// The words by their hashes, each in its slot or in the next free one behind it.
struct Table {
    /// 0 in empty slots.
    hashes: [u64; N_SLOTS],
    tells: [Option<Tells>; N_SLOTS],
}

static BY_SLOT: LazyLock<Box<Table>> = LazyLock::new(|| {
    let english = FUNCTION_WORDS.iter().chain(WIRE_WORDS);
    let english = english.map(|word| (hash_of_word(word), Tells::English(word.as_bytes()[0])));
    let foreign = FOREIGN_WORDS.iter().map(|word| (hash_of_word(word), Tells::Foreign));
    let mut table = Box::new(Table { hashes: [0; N_SLOTS], tells: [None; N_SLOTS] });
    for (hash, tells) in english.chain(foreign) {
        let mut places = (slot(hash)..N_SLOTS).chain(0..slot(hash));
        let at = places.find(|at| table.hashes[*at] == 0).expect("most slots are empty");
        (table.hashes[at], table.tells[at]) = (hash, Some(tells));
    }
    table
});

fn slot(hash: u64) -> usize {
    (hash >> 55) as usize
}

fn identified(info: &Info) -> Language {
    language(bcp47(info.lang()), info.confidence())
}

fn language(code: &str, confidence: f64) -> Language {
    Language { code: Arc::from(code), confidence }
}

/// `en-GB` is `en`.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("und").trim().to_ascii_lowercase()
}

fn sample(article: &Article, story: &[Paragraph]) -> String {
    let mut sample = String::with_capacity(SAMPLE_BYTES);
    for paragraph in story {
        let text = paragraph.span.of(&article.text);
        let room = SAMPLE_BYTES.saturating_sub(sample.len());
        sample.push_str(&text[..text.floor_char_boundary(room)]);
        sample.push(' ');
    }
    if sample.trim().is_empty() { article.title.clone() } else { sample }
}

fn n_letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The two-letter code of a language (ISO 639-1), or its three-letter one where there is none.
fn bcp47(lang: Lang) -> &'static str {
    CODES.iter().find(|(l, _)| *l == lang).map_or(lang.code(), |(_, code)| code)
}

const CODES: &[(Lang, &str)] = &[
    (Lang::Afr, "af"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "no"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

#[cfg(test)]
mod tests {
    fn is_english(text: &str) -> bool {
        let words = newsloom_text::HashedWords::of(text);
        let is_capitalised = words.spans().iter().map(|word| word.of(text).starts_with(char::is_uppercase));
        super::is_english(words.hashes().iter().copied().zip(is_capitalised))
    }

    #[test]
    fn function_words_tell_english() {
        assert!(is_english(
            "The pilots of the harbour said that they would not go out again, because their lamps are old and \
             the council has been slow to pay. Two boats from the island came in with the fog behind them."
        ));
        assert!(is_english("The council of the pilots said that they are not here."));
        assert!(!is_english("The council of pilots"), "too short to tell");
    }

    #[test]
    fn shorthand_of_wires_is_english() {
        assert!(is_english(
            "Shr nine cts vs a loss of four cts. Net profit vs loss. Revs up. Year: shr one dlr vs two cts."
        ));
        assert!(!is_english(
            "Le titre perd quatre cts vs hier, le net part du groupe est en recul de dix pour cent."
        ));
    }

    /// Headlines and leads that are full of English names and titles.
    #[test]
    fn english_names_do_not_make_a_text_english() {
        let texts = [
            "Der Chef der Bank of England und der Financial Times warnt vor dem Ende von The Voice of Germany.",
            "De directeur van The Bank of Scotland was bij The Lord of the Rings, maar niet of nauwelijks te horen.",
            "El grupo The Who vuelve a la Universidad of Kent, y has de ver This Is Us con la Cruz Roja de Jersey.",
            "Le but de The Voice: Bank of America et Procter and Gamble ont signé avec le Times of Malta à Valletta.",
            "The New York Times e il Bank of Ireland: l\u{2019}accordo vale more than words, scrive il Times of India ieri.",
            "Film The Return of the King to hit roku, a to nie jest koniec, pisze The Times of Israel w piątek.",
            "Game of Thrones und House of the Dragon: HBO zeigt From Dusk Till Dawn und Lost in Translation zu Ostern.",
        ];
        let told: Vec<&str> = texts.into_iter().filter(|text| is_english(text)).collect();
        assert!(told.is_empty(), "{told:#?}");
        let names =
            "Queens of the Stone Age, Rage Against the Machine, and Florence and the Machine op Pinkpop.";
        assert!(is_english(names), "a known limit");
    }

    #[test]
    fn other_languages_are_left_to_their_trigrams() {
        let texts = [
            "De loodsen van de haven zeiden dat zij niet meer zouden uitvaren, omdat hun lampen oud zijn en de raad \
             te langzaam betaalt. Twee schepen of drie kwamen in de mist binnen, was het bericht over de kust.",
            "Die Lotsen des Hafens sagten, dass sie nicht mehr ausfahren, weil ihre Lampen alt sind und der Rat zu \
             langsam zahlt. Zwei Boote kamen mit dem Nebel von der Insel her, und niemand hatte sie gesehen.",
            "Les pilotes du port ont dit qu\u{2019}ils ne sortiraient plus, car leurs lampes sont vieilles et le conseil \
             paie trop lentement. Deux bateaux de l\u{2019}île sont rentrés, la brume derrière eux. The Times of London.",
        ];
        for text in texts {
            assert!(!is_english(text), "{text}");
        }
    }
}
