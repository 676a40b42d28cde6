//! The protocol as people write it: TOML.

use super::{ErreurProtocole, Exclusion, Partie, Protocole, Site, Strate};
use crate::fraction::{ErreurFraction, Fraction};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ecrit {
    titre: String,
    #[serde(default)]
    hasard: String,
    bras: Vec<String>,
    vagues: Vec<Vague>,
    #[serde(default)]
    strates: Vec<StrateEcrite>,
    #[serde(default)]
    strates_vides_admises: bool,
    sites: Vec<SiteEcrit>,
    #[serde(default)]
    exclusions: Vec<Exclusion>,
    #[serde(default)]
    parties: Vec<Partie>,
}

/// People write `vagues = [1, 2]` as readily as `vagues = ["1", "2"]`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Vague {
    Nombre(u32),
    Texte(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrateEcrite {
    colonne: String,
    #[serde(default)]
    valeurs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteEcrit {
    code: String,
    #[serde(default)]
    nom: String,
    ratios: BTreeMap<String, toml::Value>,
    capacite: Option<u32>,
}

impl Protocole {
    /// Reads the TOML of a protocol and checks it.
    pub fn lire(texte: &str) -> Result<Self, ErreurProtocole> {
        let ecrit: Ecrit = toml::from_str(texte.trim_start_matches('\u{FEFF}')).map_err(|e| {
            let ligne = e.span().map(|ou| texte[..ou.start.min(texte.len())].matches('\n').count() + 1);
            ErreurProtocole::Illisible { ligne, detail: dire(e.message()) }
        })?;
        let bras = ecrit.bras;
        let sites = ecrit.sites.into_iter().map(|s| site(s, &bras)).collect::<Result<_, _>>()?;
        let strates = ecrit.strates.into_iter();
        Self {
            titre: ecrit.titre.trim().to_owned(),
            hasard: ecrit.hasard.trim().to_owned(),
            vagues: ecrit.vagues.into_iter().map(Vague::texte).collect(),
            strates: strates.map(|s| Strate { colonne: s.colonne, valeurs: s.valeurs }).collect(),
            strates_vides_admises: ecrit.strates_vides_admises,
            exclusions: ecrit.exclusions,
            parties: ecrit.parties,
            bras,
            sites,
        }
        .controler()
    }
}

/// What the reader says, for people.
fn dire(message: &str) -> String {
    let nomme = |quoi: &str| message.split('`').nth(1).map_or_else(|| quoi.to_owned(), |nom| format!("« {nom} »"));
    if message.starts_with("unknown field") {
        format!("{} n’est pas un champ du protocole", nomme("un champ"))
    } else if message.starts_with("missing field") {
        format!("{} manque", nomme("un champ"))
    } else if message.starts_with("duplicate") {
        "un champ est donné deux fois".into()
    } else if message.contains("untagged enum Vague") {
        "une vague est un nombre entier ou un texte entre guillemets".into()
    } else if message.contains("expected u32") {
        "une capacité est un nombre entier de personnes, sans guillemets".into()
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        "la valeur n’a pas la forme attendue : texte entre guillemets, nombre, liste entre crochets ou table".into()
    } else {
        "ce n’est pas du TOML".into()
    }
}

impl Vague {
    fn texte(self) -> String {
        match self {
            Self::Nombre(n) => n.to_string(),
            Self::Texte(texte) => texte,
        }
    }
}

fn site(ecrit: SiteEcrit, bras: &[String]) -> Result<Site, ErreurProtocole> {
    let SiteEcrit { code, nom, ratios, capacite } = ecrit;
    if let Some(inconnu) = ratios.keys().find(|r| !bras.contains(r)) {
        return Err(ErreurProtocole::RatioBras { site: code, bras: inconnu.clone() });
    }
    let lire = |bras: &String| match ratios.get(bras) {
        None => Err(ErreurProtocole::RatioBras { site: code.clone(), bras: bras.clone() }),
        Some(valeur) => {
            // A floating number is not exact: 0.3 is asked for between quotes.
            let lu = valeur.as_str().ok_or(ErreurFraction::Forme).and_then(str::parse::<Fraction>);
            lu.map_err(|erreur| ErreurProtocole::Ratio { site: code.clone(), bras: bras.clone(), erreur })
        }
    };
    Ok(Site { ratios: bras.iter().map(lire).collect::<Result<_, _>>()?, nom, capacite, code })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BON: &str = r#"
        titre = "Seconde cohorte"
        bras = ["service_plus", "droit_commun"]
        vagues = [1, "2"]
        [[sites]]
        code = "tours"
        ratios = { service_plus = "1/3", droit_commun = "2/3" }
    "#;

    #[test]
    fn ratios_follow_the_order_of_the_arms() {
        let protocole = Protocole::lire(BON).unwrap();
        assert_eq!(protocole.sites()[0].parts(), [1, 2]);
        assert_eq!(protocole.vagues(), ["1", "2"]);
    }

    #[test]
    fn layout_and_comments_do_not_change_the_hash_but_a_ratio_does() {
        let lu = |texte: &str| Protocole::lire(texte).unwrap().empreinte();
        assert_eq!(lu(BON), lu(&format!("# note\n{}", BON.replace("1/3", "2/6"))));
        assert_ne!(lu(BON), lu(&BON.replace("1/3", "1/4").replace("2/3", "3/4")));
    }

    #[test]
    fn the_announced_source_of_chance_is_committed_with_the_rest() {
        let annonce = Protocole::lire(&BON.replacen("bras", "hasard = \" drand, tour 5123456 \"\nbras", 1)).unwrap();
        assert_eq!(annonce.hasard(), "drand, tour 5123456");
        assert_ne!(annonce.empreinte(), Protocole::lire(BON).unwrap().empreinte());
        let lignes = BON.replacen("bras", "hasard = \"a\\nb\"\nbras", 1);
        assert_eq!(Protocole::lire(&lignes), Err(ErreurProtocole::Hasard));
    }

    #[test]
    fn what_the_reader_says_is_said_in_french() {
        for (avant, apres, dit) in [
            ("titre", "titres", "« titres » n’est pas un champ"),
            ("bras = [\"service_plus\", \"droit_commun\"]", "", "« bras » manque"),
            ("[1, \"2\"]", "[1.5]", "une vague est un nombre entier"),
            ("[1, \"2\"]", "3", "n’a pas la forme attendue"),
            ("code = \"tours\"", "code = \"tours\"\ncapacite = -3", "une capacité est un nombre entier"),
            ("code = \"tours\"", "code = \"tours\"\ncapacite = \"3\"", "une capacité est un nombre entier"),
            ("code = \"tours\"", "code = \"tours\"\ncode = \"blois\"", "deux fois"),
            ("[[sites]]", "[[sites", "n’est pas du TOML"),
        ] {
            let phrase = Protocole::lire(&BON.replacen(avant, apres, 1)).unwrap_err().to_string();
            assert!(phrase.contains(dit), "{dit}: {phrase}");
            for anglais in ["expected", "invalid", "missing", "unknown", "enum"] {
                assert!(!phrase.contains(anglais), "{phrase}");
            }
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        use ErreurProtocole as E;
        let refus = |avant: &str, apres: &str| Protocole::lire(&BON.replace(avant, apres)).unwrap_err();
        assert_eq!(refus("2/3", "1/2"), E::Somme { site: "tours".into(), somme: "5/6".into() });
        assert_eq!(
            refus("\"1/3\"", "\"0\"").to_string(),
            "site « tours » : les ratios font 2/3 au lieu de 1 : corrigez-les"
        );
        assert!(matches!(refus("\"1/3\"", "0.3"), E::Ratio { erreur: ErreurFraction::Forme, .. }));
        assert!(matches!(refus("droit_commun =", "temoin ="), E::RatioBras { bras, .. } if bras == "temoin"));
        assert!(matches!(refus("[1, \"2\"]", "[1, \"1\"]"), E::Doublon { liste: "vagues", .. }));
        assert!(matches!(refus("[1, \"2\"]", "[]"), E::Manque("vagues")));
        assert!(matches!(refus("\"tours\"", "\"a;b\""), E::Code(_)));
        assert!(matches!(refus("titre", "titres"), E::Illisible { ligne: Some(2), .. }));
        assert!(matches!(refus("droit_commun", "surnombre"), E::Code(_) | E::BrasReserve | E::RatioBras { .. }));
        let parties = format!("{BON}\n[[parties]]\nnom = \"CREDOC\"\nengagement = \"abc\"");
        assert_eq!(Protocole::lire(&parties), Err(E::Engagement("CREDOC".into())));
        let deux = ["CREDOC", "CREST"]
            .map(|nom| format!("[[parties]]\nnom = \"{nom}\"\nengagement = \"{}\"\n", "a".repeat(64)));
        assert_eq!(
            Protocole::lire(&format!("{BON}\n{}", deux.concat())),
            Err(E::EngagementCopie { premiere: "CREDOC".into(), seconde: "CREST".into() })
        );
    }
}
