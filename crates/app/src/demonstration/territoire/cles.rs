//! Well-formed keys that nobody holds: SIRET, establishment number (UAI), telephone, mail address.

/// The digit that makes `chiffres` followed by it pass the Luhn check.
fn cle_luhn(chiffres: &str) -> u32 {
    let somme: u32 = chiffres
        .bytes()
        .rev()
        .enumerate()
        .map(|(rang, octet)| {
            let chiffre = u32::from(octet - b'0') * if rang % 2 == 0 { 2 } else { 1 };
            chiffre / 10 + chiffre % 10
        })
        .sum();
    (10 - somme % 10) % 10
}

/// A SIRET with valid keys whose SIREN starts with 000, a range that is never assigned. `rang` is
/// below 90 000.
pub(super) fn siret(rang: usize, etablissement: u32) -> String {
    let melange = 10_000 + rang * 7_919 % 90_000;
    let base = format!("000{melange}");
    let siren = format!("{base}{}", cle_luhn(&base));
    let avant_cle = format!("{siren}{etablissement:04}");
    format!("{avant_cle}{}", cle_luhn(&avant_cle))
}

/// An establishment number with a valid letter, from a part of the department's numbers that is not
/// in use.
pub(super) fn uai(departement: &str, rang: usize) -> String {
    const LETTRES: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    let chiffres = format!("0{departement}9{:03}", 101 + rang);
    let reste = chiffres.bytes().fold(0, |reste, c| (reste * 10 + usize::from(c - b'0')) % 23);
    format!("{chiffres}{}", char::from(LETTRES[reste]))
}

/// A mobile number of the range ARCEP keeps for fiction; distinct for each rank below 10 000.
pub(super) fn mobile(rang: usize) -> String {
    format!("063998{:04}", rang * 3_989 % 10_000)
}

/// A landline number of the range ARCEP keeps for fiction.
pub(super) fn fixe(rang: usize) -> String {
    format!("019900{:04}", rang * 3_989 % 10_000)
}

/// Lower case letters without accents, digits and hyphens: what may stand in a mail address.
pub(super) fn repli(texte: &str) -> String {
    texte
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'a'..='z' | '0'..='9' => c,
            _ => '-',
        })
        .collect()
}

/// The mail address of a person or of a structure.
pub(super) fn courriel(qui: &str) -> String {
    format!("{qui}@demo.example")
}
