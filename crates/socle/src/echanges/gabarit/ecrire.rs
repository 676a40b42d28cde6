//! A gabarit as TOML, with a word beside what was proposed.

use std::fmt::Write;

use toml::Value;

use super::modele::{Champ, Designation, Gabarit, Ordre, Partie, Provenance};

impl Gabarit {
    /// Its TOML; reading it gives the same gabarit.
    pub fn toml(&self) -> String {
        self.toml_commente(&|_, _| None)
    }

    /// The same, with a comment above some fields: kind, column of ours.
    pub fn toml_commente(&self, commentaire: &dyn Fn(&str, &str) -> Option<String>) -> String {
        let mut sortie = String::new();
        ligne(&mut sortie, "gabarit", &texte(&self.nom));
        if let Some(partenaire) = &self.partenaire {
            ligne(&mut sortie, "partenaire", &texte(partenaire));
        }
        let t = &self.tableau;
        let mut tableau = String::new();
        let textes = [
            ("feuille", &t.feuille),
            ("dates", &t.dates),
            ("decimales", &t.decimales),
            ("milliers", &t.milliers),
            ("liste", &t.liste),
        ];
        for (cle, valeur) in textes {
            if let Some(valeur) = valeur {
                ligne(&mut tableau, cle, &texte(valeur));
            }
        }
        if let Some(entete) = t.entete {
            ligne(&mut tableau, "entete", &entete.to_string());
        }
        if t.entete_double {
            ligne(&mut tableau, "entete_double", "true");
        }
        if t.sans_entete {
            ligne(&mut tableau, "sans_entete", "true");
        }
        for (cle, valeurs) in [("ignorer", &t.ignorer), ("inconnus", &t.inconnus)] {
            if !valeurs.is_empty() {
                ligne(&mut tableau, cle, &liste(valeurs.iter().map(|v| texte(v))));
            }
        }
        if !tableau.is_empty() {
            sortie.push_str("\n[tableau]\n");
            sortie.push_str(&tableau);
        }
        if self.passes.is_empty() {
            sortie.push_str("\n[natures]\n");
        }
        for passe in &self.passes {
            let plusieurs = self.passes.iter().filter(|p| p.nature == passe.nature).count() > 1;
            let (ouvre, ferme) = if plusieurs { ("[[", "]]") } else { ("[", "]") };
            sortie.push_str(&format!("\n{ouvre}natures.{}{ferme}\n", cle(&passe.nature)));
            match passe.si.as_slice() {
                [] => {}
                [une] => ligne(&mut sortie, "si", &designation(une)),
                plusieurs => ligne(&mut sortie, "si", &liste(plusieurs.iter().map(designation))),
            }
            for (nom, champ) in &passe.champs {
                for mot in commentaire(&passe.nature, nom).iter().flat_map(|c| c.lines()) {
                    sortie.push_str(&format!("# {mot}\n"));
                }
                ligne(&mut sortie, &cle(nom), &ecrire(champ));
            }
        }
        sortie
    }
}

fn ligne(sortie: &mut String, cle: &str, valeur: &str) {
    writeln!(sortie, "{cle} = {valeur}").expect("writing to a String cannot fail");
}

fn texte(t: &str) -> String {
    Value::String(t.to_owned()).to_string()
}

/// A bare key when it can be one.
fn cle(t: &str) -> String {
    let nue = !t.is_empty() && t.bytes().all(|o| o.is_ascii_alphanumeric() || matches!(o, b'_' | b'-'));
    if nue { t.to_owned() } else { texte(t) }
}

fn liste(valeurs: impl Iterator<Item = String>) -> String {
    format!("[{}]", valeurs.collect::<Vec<_>>().join(", "))
}

fn designation(d: &Designation) -> String {
    match d {
        Designation::Nom(nom) => texte(nom),
        Designation::Position(rang) => rang.to_string(),
    }
}

fn ecrire(champ: &Champ) -> String {
    let mut cles: Vec<(&str, String)> = Vec::new();
    match &champ.provenance {
        Provenance::Constante(t) => cles.push(("constante", texte(t))),
        Provenance::Empreinte(colonnes) => cles.push(("empreinte", liste(colonnes.iter().map(designation)))),
        Provenance::Colonnes(colonnes, joint) => match colonnes.as_slice() {
            [une] => cles.push(("colonne", designation(une))),
            plusieurs => {
                cles.push(("colonnes", liste(plusieurs.iter().map(designation))));
                cles.push(("joint", texte(joint)));
            }
        },
    }
    let mut ordonne = |partie: &str, ordre: &Ordre| {
        cles.push(("partie", texte(partie)));
        if *ordre == Ordre::PrenomNom {
            cles.push(("ordre", texte("prenom nom")));
        }
    };
    match &champ.partie {
        None => {}
        Some(Partie::Nom(ordre)) => ordonne("nom", ordre),
        Some(Partie::Prenom(ordre)) => ordonne("prenom", ordre),
        Some(Partie::CodePostal) => cles.push(("partie", texte("code_postal"))),
        Some(Partie::Ville) => cles.push(("partie", texte("ville"))),
        Some(Partie::Morceau(separe, rang)) => cles.extend([("separe", texte(separe)), ("rang", rang.to_string())]),
    }
    for (nom, valeur) in [("defaut", &champ.defaut), ("dates", &champ.dates), ("liste", &champ.liste)] {
        if let Some(valeur) = valeur {
            cles.push((nom, texte(valeur)));
        }
    }
    if !champ.valeurs.is_empty() {
        let paires = champ.valeurs.iter().map(|(v, c)| format!("{} = {}", cle_toml(v), texte(c)));
        cles.push(("valeurs", format!("{{ {} }}", paires.collect::<Vec<_>>().join(", "))));
    }
    match cles.as_slice() {
        [("colonne", seule)] => seule.clone(),
        _ => {
            let dites: Vec<String> = cles.iter().map(|(c, v)| format!("{c} = {v}")).collect();
            format!("{{ {} }}", dites.join(", "))
        }
    }
}

/// A value of a partner is a key; a key stands on one line.
fn cle_toml(valeur: &str) -> String {
    let dit = texte(valeur);
    if dit.contains('\n') { texte(&valeur.split_whitespace().collect::<Vec<_>>().join(" ")) } else { cle(valeur) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let ecrit = r#"
gabarit = "CFA des Trois Lunes"
partenaire = "CFA des Trois Lunes"
[tableau]
feuille = "Apprentis \"2026\""
entete = 4
entete_double = true
ignorer = ["Total"]
inconnus = ["NR", "-"]
dates = "JJ/MM/AA"
[natures.jeunes]
structure = { constante = "ML-NORD" }
numero = { empreinte = ["NOM Prénom", "Né(e) le"] }
nom = { colonne = "NOM Prénom", partie = "nom", ordre = "prenom nom" }
sexe = { colonne = 3, valeurs = { Mme = "F", "M." = "M", "1 - Oui" = "" } }
telephone = { colonnes = ["Tél", "Portable"], joint = " / ", separe = " / ", rang = 2 }
[[natures.contrats]]
si = "Début"
date_debut = "Début"
[[natures.contrats]]
date_debut = { colonne = "Début (2)", dates = "AAAAMMJJ", defaut = "2026-09-01" }
"#;
        let lu = Gabarit::lire(ecrit).unwrap();
        assert_eq!(lu.passes.len(), 3);
        assert_eq!(Gabarit::lire(&lu.toml()).unwrap(), lu, "{}", lu.toml());
        assert_eq!(Gabarit::lire(&Gabarit::default().toml()).unwrap(), Gabarit::default());
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        for (ecrit, dit) in [
            ("gabarit = ", "ligne 1 : ce n'est pas du TOML"),
            (
                "gabarit = \"a\"\n\n[tableau]\nfeuile = \"x\"\n[natures]",
                "ligne 4 : « feuile » n'existe pas ici : choisissez parmi feuille",
            ),
            ("[natures.jeunes]\nnom = \"a\"\nnom = \"b\"", "ligne 3 : cette clé est déjà écrite"),
            ("[natures.jeunes]\nnom = { colonne = \"a\", constante = \"b\" }", "natures.jeunes.nom"),
            ("[natures.jeunes]\nnom = { colone = \"a\" }", "natures.jeunes.nom"),
            ("[natures.jeunes]\nnom = 0", "natures.jeunes.nom"),
            ("[natures]\njeunes = 3", "[natures.jeunes]"),
        ] {
            let refus = Gabarit::lire(ecrit).unwrap_err();
            assert!(refus.contains(dit), "{ecrit} : {refus}");
        }
    }
}
