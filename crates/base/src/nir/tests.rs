//! What is a social security number in a cell, and what only looks like one.

use super::contient_nir;

/// A small generator of numbers, the same at every run (Knuth's MMIX constants).
struct Hasard(u64);

impl Hasard {
    fn nombre(&mut self, borne: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % borne
    }

    fn chiffres(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'0' + self.nombre(10) as u8)).collect()
    }

    /// The six fields of a valid number, and its key.
    fn nir(&mut self) -> [String; 7] {
        let departements = ["75", "93", "01", "97", "99", "2A", "2B"];
        let departement = departements[self.nombre(7) as usize];
        let champs = [
            (1 + self.nombre(2)).to_string(),
            self.chiffres(2),
            format!("{:02}", 1 + self.nombre(12)),
            departement.to_owned(),
            format!("{:03}", 1 + self.nombre(990)),
            format!("{:03}", 1 + self.nombre(999)),
        ];
        let compte = champs.concat().replace("2A", "19").replace("2B", "18");
        let cle = 97 - compte.parse::<u64>().unwrap() % 97;
        let [a, b, c, d, e, f] = champs;
        [a, b, c, d, e, f, format!("{cle:02}")]
    }
}

/// Digits cut in groups of these sizes.
fn grouper(chiffres: &str, tailles: &[usize], separateur: &str) -> String {
    let mut reste = chiffres;
    let mut groupes = Vec::new();
    for &t in tailles {
        let (groupe, suite) = reste.split_at(t);
        groupes.push(groupe);
        reste = suite;
    }
    assert!(reste.is_empty());
    groupes.join(separateur)
}

#[test]
fn the_known_number_is_found_however_it_is_written() {
    for cellule in [
        "2550814168025",
        "255081416802538",
        "2 55 08 14 168 025 38",
        "2 55 08 14 168 025",
        "2.55.08.14.168.025.38",
        "2-55-08-14-168-025 / 38",
        "2\u{A0}55\u{A0}08\u{202F}14\u{2009}168 025  38",
        "255 08 14 168025 38",
        "2 55 08 14168025",
        "2550814168025 38",
        "2550814168025 clé 38",
        "2550814168025 39",
        "n° sécu : 2 55 08 14 168 025 38, à vérifier",
        "NIR2550814168025",
        "Nº2 55 08 14 168 025",
        "née le 14/03/1955 (255081416802538)",
        "75020 Paris 2550814168025",
        "2 55 08 14 168 025 38 06 39 98 01 02",
        "06 39 98 01 02\n2 55 08 14 168 025",
        "'2550814168025",
        "255\u{200B}0814168025",
        "2 55 08 2a 168 025",
        "255082B168025",
        "2550814168025.0",
        "2 550814168025",
        "2 - 55 - 08 - 14 - 168 - 025",
        "A2550814168025",
        // Cut anywhere, as tables and people cut any long number.
        "255 081 416 802 538",
        "25 50 81 41 68 02 538",
        "25508 14168 02538",
        "2550814 16802538",
        "255.081.416.802.538",
        "25508-14168-02538",
        "255 081 416 8025",
        "25508  14168  025 38",
    ] {
        assert!(contient_nir(cellule), "{cellule}");
    }
}

#[test]
fn digits_of_another_keyboard_or_typeface_are_digits() {
    for zero in ['\u{ff10}', '\u{1d7ce}', '\u{660}', '\u{6f0}'] {
        let ecrit = |nombre: &str| -> String {
            let autre = |c: char| c.to_digit(10).and_then(|n| char::from_u32(zero as u32 + n)).unwrap_or(c);
            nombre.chars().map(autre).collect()
        };
        assert!(contient_nir(&ecrit("255081416802538")), "{}", ecrit("255081416802538"));
        assert!(contient_nir(&format!("son numéro : {} (sic)", ecrit("2 55 08 14 168 025 38"))));
        assert!(contient_nir(&format!("25508{}02538", ecrit("14168"))), "both kinds in one number");
        assert!(!contient_nir(&ecrit("73282932000074")), "a SIRET is one in any digits");
    }
    assert!(contient_nir("²⁵⁵⁰⁸¹⁴¹⁶⁸⁰²⁵³⁸"));
    assert!(!contient_nir("½ ¼ ¾ Ⅻ ⑩ ¹²³⁴ · surface : 25,50 m² et 8,14 m³ sur 168,02"));
}

#[test]
fn other_numbers_are_left_alone() {
    for cellule in [
        "",
        "35600000049837",
        "356 000 000 49837",
        "+33 6 39 98 01 02",
        "+4915112345678",
        "0033639980102 0639980103",
        "06 39 98 01 02 / 01 99 00 12 34",
        "255081416802539",
        "25508141680253",
        "2550814168025381",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "1 234 567 890 123 €",
        "2017-03-14 2018-03-14",
        "du 1/03/2017 au 31/03/2017",
        "550e8400-e29b-41d4-a716-446655440000",
        "01890a5dac96774bbcceb302099a8057",
        "aaaa2550814168025bbbbbbbbbbbbbbb",
        "75001 06123456",
        "2\n55 08 14 168 025",
        "101 0612345678",
        "4970 1012 3456 7890",
        "9782070612758",
        "1500000000000",
        // A day and a counter, as programs number what they make.
        "2017031400012",
        "2018112700345",
        "1999123100001",
        "2020063000120",
        "1 234 567 890 123",
        "255 081 416 802 539",
        "2 017 031 400 012",
    ] {
        assert!(!contient_nir(cellule), "{cellule}");
    }
}

#[test]
fn two_hundred_generated_numbers_are_all_found() {
    let mut hasard = Hasard(1);
    for _ in 0..200 {
        let champs = hasard.nir();
        let nir = champs[..6].concat();
        let cle = &champs[6];
        for cellule in [
            nir.clone(),
            format!("{nir}{cle}"),
            format!("{nir} {cle}"),
            champs.join(" "),
            champs.join("\u{A0}"),
            champs[..6].join("."),
            champs.join("-").to_lowercase(),
            format!("remarque : {} !", champs.join(" ")),
        ] {
            assert!(contient_nir(&cellule), "{cellule}");
        }
    }
}

#[test]
fn no_generated_telephone_siret_or_iban_is_taken_for_one() {
    let mut h = Hasard(2);
    for _ in 0..100_000 {
        let tel = format!("0{}", h.chiffres(9));
        let (siret, iban) = (h.chiffres(14), h.chiffres(25));
        let paires = grouper(&tel, &[2; 5], " ");
        for cellule in [
            tel.clone(),
            format!("+33 {}", &paires[1..]),
            format!("0033{}", &tel[1..]),
            format!("{paires} - {paires}"),
            format!("+{}", h.chiffres(13)),
            siret.clone(),
            grouper(&siret, &[3, 3, 3, 5], " "),
            grouper(&siret, &[9, 5], "\u{A0}"),
            format!("SIRET {siret}."),
            format!("FR{iban}"),
            format!("FR{}", grouper(&iban, &[2, 4, 4, 4, 4, 4, 3], " ")),
            grouper(&iban[2..], &[5, 5, 11, 2], " "),
        ] {
            assert!(!contient_nir(&cellule), "{cellule}");
        }
    }
}

#[test]
fn no_generated_short_number_date_or_uuid_is_taken_for_one() {
    let mut h = Hasard(3);
    for _ in 0..100_000 {
        let n = 8 + h.nombre(5) as usize;
        let bits = (0..5).fold(0, |b: u128, _| (b << 31) | u128::from(h.nombre(1 << 31)));
        let uuid = uuid::Uuid::from_u128(bits);
        let (jour, mois, annee) = (1 + h.nombre(31), 1 + h.nombre(12), 1900 + h.nombre(200));
        for cellule in [
            h.chiffres(n),
            h.chiffres(16),
            uuid.hyphenated().to_string(),
            uuid.simple().to_string(),
            format!("{annee}-{mois:02}-{jour:02} {annee}-{mois:02}-{jour:02}"),
            format!("{jour}/{mois}/{annee} - {jour:02}/{mois:02}/{annee}"),
            format!("{jour}.{mois}.{annee}"),
        ] {
            assert!(!contient_nir(&cellule), "{cellule}");
        }
    }
}

/// What people really type in a cell, and how often each is misjudged. Printed with `--nocapture`.
#[test]
fn over_a_generated_corpus_few_counters_are_taken_for_one_and_no_number_with_its_key_is_missed() {
    let mut h = Hasard(4);
    let (mut alarmes, mut manques) = ([0u32; 4], [0u32; 4]);
    const N: u32 = 20_000;
    for _ in 0..N {
        let (annee, mois, jour) = (1990 + h.nombre(40), 1 + h.nombre(12), 1 + h.nombre(28));
        let faux = [
            format!("{annee}{mois:02}{jour:02}{:05}", h.nombre(100_000)),
            format!("{annee}{:09}", h.nombre(1_000_000_000)),
            grouper(&format!("{}{}", 1 + h.nombre(9), h.chiffres(12)), &[1, 3, 3, 3, 3], " "),
            grouper(&format!("{annee}{mois:02}{jour:02}{}", h.chiffres(7)), &[4, 2, 2, 7], " "),
        ];
        for (compte, cellule) in std::iter::zip(&mut alarmes, &faux) {
            *compte += u32::from(contient_nir(cellule));
        }
        let champs = h.nir();
        let (nir, tout) = (champs[..6].concat(), champs.concat());
        // A cut through 2A or 2B is one through a word: nobody makes it.
        let corse = nir.contains(['A', 'B']);
        let coupe =
            |texte: &str, tailles: &[usize]| if corse { texte.to_owned() } else { grouper(texte, tailles, " ") };
        let vrais = [
            nir.clone(),
            coupe(&tout, &[3, 3, 3, 3, 3]),
            coupe(&tout, &[2, 2, 2, 2, 2, 2, 3]),
            coupe(&nir, &[3, 3, 3, 4]),
        ];
        for (compte, cellule) in std::iter::zip(&mut manques, &vrais) {
            *compte += u32::from(!contient_nir(cellule));
        }
    }
    println!(
        "sur {N} de chaque : fausses alertes {alarmes:?} (jour + compteur, année + compteur, montant, jour + suite), manqués {manques:?}"
    );
    assert_eq!(manques, [0; 4]);
    // One year in ten (those in 1) has digits that read as October or November: without a key they cannot be told
    // apart, and a number missed is worse than a row given back.
    assert!(alarmes[0] <= N * 13 / 100 && alarmes[1] <= N * 13 / 100, "{alarmes:?}");
    assert!(alarmes[2] <= N * 3 / 100 && alarmes[3] <= N / 100, "{alarmes:?}");
}
