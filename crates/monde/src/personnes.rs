//! People of a large file, each always the same for its rank.

/// Family names that nobody bears.
pub const NOMS: [&str; 12] = [
    "Tamouhédi",
    "Zirayaru",
    "Loriopélu",
    "Brumeossé",
    "Kalindoki",
    "Nadirobel",
    "Ormiravi",
    "Saulémoré",
    "Dokifadou",
    "Ulméwéri",
    "Perviantari",
    "Quintojorou",
];
const PRENOMS: [&str; 10] = ["Amina", "Jules", "Inaya", "Bakary", "Léa", "Mehdi", "Fatou", "Théo", "Yasmine", "Enzo"];

/// A number under `n` that looks drawn by chance, and is always the same for this rank and this use.
fn alea(rang: usize, usage: u64, n: u64) -> usize {
    let x = (rang as u64 * 16 + usage + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) % n) as usize
}

/// The cells of a person, without the identifier: name, given name, birth, sex, postcode, telephone.
pub fn personne(rang: usize) -> [String; 6] {
    let tirer = |usage, n| alea(rang, usage, n);
    let suffixe = ["", "ne", "sa", "bra", "dou", "fel", "gri", "hol"][tirer(0, 8)];
    let naissance = format!("{:02}/{:02}/{}", 1 + tirer(1, 28), 1 + tirer(2, 12), 1996 + tirer(3, 9));
    [
        NOMS[tirer(4, 12)].to_owned() + suffixe,
        PRENOMS[tirer(5, 10)].to_owned(),
        naissance,
        ["F", "M"][tirer(6, 2)].to_owned(),
        (93_100 + 10 * tirer(7, 20)).to_string(),
        format!("06 39 98 {:02} {:02}", rang / 100 % 100, rang % 100),
    ]
}
