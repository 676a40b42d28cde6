//! What a strict importer checks before anything else: writing, headers, keys, check digits,
//! references.

use std::collections::BTreeSet;

use super::{LIVRAISON, cle_jeune, jeunes, livraison, table};

/// File, header, columns of the key.
const FORMAT: [(&str, &str, &[&str]); 9] = [
    ("structures", "code;nom;type;siret;uai;commune_insee;departement;bassin;reseau;courriel;telephone", &["code"]),
    (
        "jeunes",
        "structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;\
            date_premier_accueil;telephone;courriel",
        &["structure", "numero"],
    ),
    (
        "actions",
        "code;type;intitule;porteur;date_debut;date_fin;heures_centre;heures_entreprise;places;etat;domaine;partenaires",
        &["code"],
    ),
    ("positionnements", "structure;jeune;prescripteur;action;date;etat;date_etat;motif", &["jeune", "action", "date"]),
    (
        "participations",
        "structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue",
        &["jeune", "action", "date_entree"],
    ),
    (
        "contrats",
        "structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;\
            date_rupture;motif_rupture",
        &["structure", "jeune", "type", "date_debut"],
    ),
    (
        "evenements",
        "code;type;intitule;date;heure_debut;heure_fin;lieu;commune_insee;organisateur;nb_cfa;nb_prescripteurs;\
            nb_employeurs;nb_jeunes;public",
        &["code"],
    ),
    ("partenariats", "structure;etat;date", &["structure", "date"]),
    ("statistiques", "serie;territoire;periode;valeur;unite;source", &["serie", "territoire", "periode"]),
];

#[test]
fn neuf_fichiers_toujours_les_memes_octets() {
    assert_eq!(*LIVRAISON, livraison());
    let noms: Vec<&str> = LIVRAISON.iter().map(|f| f.nom).collect();
    assert_eq!(noms, FORMAT.map(|(nom, ..)| format!("{nom}.csv")));
}

#[test]
fn entetes_et_cles() {
    for (fichier, (nom, entete, cle)) in LIVRAISON.iter().zip(FORMAT) {
        let texte = std::str::from_utf8(&fichier.octets).unwrap();
        assert_eq!(texte.lines().next().unwrap(), entete);
        assert!(!texte.contains('\r') && !texte.starts_with('\u{feff}') && texte.ends_with('\n'), "{nom}");
        let cles: BTreeSet<Vec<&str>> =
            table(nom).iter().map(|l| cle.iter().map(|c| l[*c].as_str()).collect()).collect();
        assert_eq!(cles.len(), table(nom).len(), "{nom}: a key comes twice");
        assert!(cles.iter().flatten().all(|c| !c.is_empty()), "{nom}: a key is incomplete");
    }
}

#[test]
fn references() {
    let structures: BTreeSet<&str> = table("structures").iter().map(|s| s["code"].as_str()).collect();
    let actions: BTreeSet<&str> = table("actions").iter().map(|a| a["code"].as_str()).collect();
    let jeunes = jeunes();
    let colonnes = ["structure", "prescripteur", "porteur", "cfa", "organisateur"];
    for (nom, entete, _) in FORMAT {
        for ligne in table(nom) {
            for colonne in colonnes.iter().filter(|c| entete.split(';').any(|e| e == **c)) {
                let code = ligne[*colonne].as_str();
                assert!(code.is_empty() || structures.contains(code), "{nom}: {colonne} {code}");
            }
            if entete.contains(";jeune;") {
                assert!(jeunes.contains_key(&cle_jeune(ligne)), "{nom}: {ligne:?}");
            }
            if entete.contains(";action;") {
                assert!(actions.contains(ligne["action"].as_str()), "{nom}: {ligne:?}");
            }
        }
    }
    let partenaires = table("actions").iter().flat_map(|a| a["partenaires"].split('|')).filter(|p| !p.is_empty());
    assert_eq!(partenaires.filter(|p| !structures.contains(p)).count(), 0);
}

fn luhn(chiffres: &str) -> bool {
    let somme: u32 = chiffres
        .bytes()
        .rev()
        .enumerate()
        .map(|(rang, c)| match (u32::from(c - b'0'), rang % 2) {
            (chiffre, 0) => chiffre,
            (chiffre, _) if chiffre > 4 => 2 * chiffre - 9,
            (chiffre, _) => 2 * chiffre,
        })
        .sum();
    somme.is_multiple_of(10)
}

#[test]
fn siret_et_uai_valides_mais_a_personne() {
    assert!(luhn("73282932000074") && !luhn("73282932000075"));
    let siret =
        table("structures").iter().map(|s| &s["siret"]).chain(table("contrats").iter().map(|c| &c["employeur_siret"]));
    for siret in siret.filter(|s| !s.is_empty()) {
        assert!(siret.len() == 14 && siret.starts_with("000") && luhn(siret) && luhn(&siret[..9]), "{siret}");
    }
    let uai: BTreeSet<&str> = table("structures").iter().map(|s| s["uai"].as_str()).filter(|u| !u.is_empty()).collect();
    assert_eq!(uai.len(), 30);
    for uai in uai {
        let reste = uai[..7].parse::<usize>().unwrap() % 23;
        assert_eq!(uai.as_bytes()[7], b"ABCDEFGHJKLMNPRSTUVWXYZ"[reste], "{uai}");
        assert!(uai.starts_with("0939") || uai.starts_with("0759"), "{uai}");
    }
}

#[test]
fn contacts_de_fiction_et_aucun_nir() {
    for ligne in table("jeunes").iter().chain(table("structures")) {
        let (telephone, courriel) = (&ligne["telephone"], &ligne["courriel"]);
        assert!(telephone.is_empty() || telephone.len() == 10, "{telephone}");
        assert!(telephone.is_empty() || telephone.starts_with("063998") || telephone.starts_with("019900"));
        assert!(courriel.is_empty() || (courriel.ends_with("@demo.example") && courriel.is_ascii()), "{courriel}");
    }
    for cellule in FORMAT.iter().flat_map(|(nom, ..)| table(nom)).flat_map(|l| l.values()) {
        for suite in cellule.split(|c: char| !c.is_ascii_digit()) {
            assert!(!matches!(suite.len(), 13 | 15), "{cellule}");
        }
    }
}

#[test]
fn effectifs() {
    assert!((4_200..=4_800).contains(&table("jeunes").len()));
    assert_eq!(table("structures").iter().filter(|s| s["type"] == "mission_locale").count(), 14);
    assert_eq!(table("structures").iter().filter(|s| s["type"] == "employeur").count(), 80);
    assert!(table("jeunes").iter().all(|j| j["rqth"].is_empty()));
}
