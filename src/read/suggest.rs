//! "Did you mean ...?" for words that are nearly right.

/// The longest word that is compared: comparing takes time by the product of two lengths.
const LONGEST: usize = 300;

/// The candidate nearest to `word`, if one is near enough to be worth naming.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST) {
        let likeness = likeness(&lower, &candidate.to_lowercase());
        if likeness >= 0.8 && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn likeness(word: &str, candidate: &str) -> f64 {
    let part = word.len() >= 4 && candidate.contains(word);
    strsim::jaro_winkler(word, candidate).max(if part { 0.85 } else { 0.0 })
}

/// A clause that suggests the nearest candidate, or says where to look.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match nearest(word, candidates) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keys_finds_the_word() {
        let ids = ["five-eyes", "eu", "nato", "paris-call"];
        assert_eq!(nearest("five-eye", ids), Some("five-eyes"));
        assert_eq!(nearest("Pariscall", ids), Some("paris-call"));
        assert_eq!(nearest("zebra", ids), None);
    }

    #[test]
    fn what_is_too_long_for_a_word_is_near_to_nothing() {
        let long = "a".repeat(LONGEST + 1);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(nearest(&long[1..], [&long[1..]]), Some(&long[1..]));
    }
}
