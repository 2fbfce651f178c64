//! Regular spellings of transliterated names.
//!
//! One name in Arabic, Cyrillic or Persian script reaches English news in several spellings. The
//! variants here are whole given names and the article before a surname; they are generated, so their
//! source column says so.

/// Given names of one origin in their spellings.
const GIVEN: &[&[&str]] = &[
    &["Mohammed", "Mohamed", "Muhammad", "Mohammad", "Muhammed", "Mohamad"],
    &["Ahmed", "Ahmad"],
    &["Mahmoud", "Mahmud", "Mahmood"],
    &["Hussein", "Hussain", "Husain", "Hossein", "Husayn", "Hossain"],
    &["Hassan", "Hasan"],
    &["Ali", "Aly"],
    &["Omar", "Umar", "Omer"],
    &["Osama", "Usama"],
    &["Othman", "Uthman", "Osman"],
    &["Youssef", "Yousef", "Yusuf", "Yousuf", "Youssouf", "Yousif"],
    &["Ibrahim", "Ebrahim"],
    &["Ismail", "Ismael", "Esmail", "Ismaeel"],
    &["Khalid", "Khaled"],
    &["Said", "Saeed", "Saied", "Sayed"],
    &["Tareq", "Tariq", "Tarek"],
    &["Faisal", "Faysal", "Feisal"],
    &["Fayez", "Faiez", "Fayiz", "Faez", "Faiz"],
    &["Nasser", "Nasir", "Naser"],
    &["Abdullah", "Abdallah", "Abdulla"],
    &["Mustafa", "Mostafa", "Moustafa"],
    &["Moustapha", "Mustapha"],
    &["Mansour", "Mansur"],
    &["Marwan", "Merwan"],
    &["Walid", "Waleed"],
    &["Rashid", "Rasheed", "Rachid"],
    &["Hamid", "Hameed"],
    &["Yahya", "Yehia"],
    &["Jamal", "Gamal"],
    &["Qassem", "Qasem", "Kassem", "Qasim", "Ghassem"],
    &["Sheikh", "Shaykh", "Sheik"],
    &["Sergei", "Sergey"],
    &["Alexei", "Alexey", "Aleksei", "Aleksey"],
    &["Andrei", "Andrey"],
    &["Nikolai", "Nikolay"],
    &["Dmitry", "Dmitri", "Dmitriy"],
    &["Yevgeny", "Evgeny", "Yevgeniy", "Evgeniy", "Yevgeni"],
    &["Yuri", "Yury", "Yuriy"],
    &["Vasily", "Vasiliy"],
    &["Vitaly", "Vitaliy"],
    &["Valery", "Valeriy", "Valeri"],
    &["Gennady", "Gennadiy", "Gennadi"],
    &["Anatoly", "Anatoliy", "Anatoli"],
    &["Arkady", "Arkadiy"],
    &["Grigory", "Grigoriy"],
    &["Georgy", "Georgiy"],
    &["Alexander", "Aleksandr", "Alexandr", "Aleksander"],
    &["Maxim", "Maksim"],
    &["Viktor", "Victor"],
    &["Oleksandr", "Olexandr"],
    &["Serhiy", "Serhii"],
    &["Andriy", "Andrii"],
    &["Dmytro", "Dmitro"],
    &["Volodymyr", "Vladimir"],
];

/// Articles before an Arabic surname.
const ARTICLES: &[&str] = &["al-", "el-", "Al-", "El-"];
/// Countries whose people's names are spelt in several ways: only there are given names varied.
const TRANSLITERATED: &[&str] = &[
    "AFG", "ARE", "ARM", "AZE", "BGD", "BHR", "BLR", "BRN", "COM", "DJI", "DZA", "EGY", "ERI", "GEO", "IDN",
    "IRN", "IRQ", "JOR", "KAZ", "KGZ", "KWT", "LBN", "LBY", "MAR", "MDV", "MNG", "MRT", "MYS", "NGA", "OMN",
    "PAK", "PSE", "QAT", "RUS", "SAU", "SDN", "SOM", "SYR", "TCD", "TJK", "TKM", "TUN", "UKR", "UZB", "YEM",
];

/// Other spellings of a person's name, without the name itself, sorted.
pub(in crate::dictionary) fn spellings(name: &str, country: &str) -> Vec<String> {
    if !TRANSLITERATED.contains(&country) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for base in std::iter::once(name.to_owned()).chain(articles(name)) {
        found.extend(given(&base));
        found.push(base);
    }
    found.retain(|spelling| spelling != name);
    found.sort_unstable();
    found.dedup();
    found
}

/// The name with the other article, or without one, before its last word.
fn articles(name: &str) -> Vec<String> {
    let Some((front, last)) = name.rsplit_once(' ') else { return Vec::new() };
    let Some(bare) = ARTICLES.iter().find_map(|article| last.strip_prefix(article)) else {
        return Vec::new();
    };
    [format!("{front} al-{bare}"), format!("{front} el-{bare}"), format!("{front} {bare}")].into()
}

/// The name with each other spelling of its first word that has one.
fn given(name: &str) -> Vec<String> {
    let Some((at, spellings)) = name.split(' ').enumerate().find_map(|(at, word)| {
        GIVEN.iter().find(|spellings| spellings.contains(&word)).map(|spellings| (at, spellings))
    }) else {
        return Vec::new();
    };
    let with = |spelling: &&str| {
        let words = name.split(' ').enumerate().map(|(i, word)| if i == at { *spelling } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    spellings.iter().map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_given_names_vary() {
        let found = spellings("Fayez al-Sarraj", "LBY");
        for spelling in ["Fayez el-Sarraj", "Fayez Sarraj", "Faiez al-Sarraj", "Faiez Sarraj"] {
            assert!(found.contains(&spelling.to_owned()), "{spelling} in {found:?}");
        }
        assert!(!found.contains(&"Fayez al-Sarraj".to_owned()));
        assert_eq!(spellings("Sergei Lavrov", "RUS"), ["Sergey Lavrov"]);
        assert_eq!(spellings("Muhammad Ali", "USA"), [""; 0]);
        assert_eq!(spellings("Putin", "RUS"), [""; 0]);
    }
}
