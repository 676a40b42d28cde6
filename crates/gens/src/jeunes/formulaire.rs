//! The form of a young person's identity: what is asked, what was typed, what is wrong with it.

use passerelle_base::{
    CodeCommune, CodePostal, Courriel, Date, Telephone, contient_nir, epurer, epurer_code, lire_date,
    naissance_possible, plier,
};
use sea_orm::Value;

use super::model::{SEXES, SITUATIONS};
use super::rules::Traits;
use passerelle_socle::db::empreinte;
use passerelle_socle::referentiels;
use passerelle_socle::vocabulaire::NIVEAUX;
use passerelle_socle::web::Recu;

/// The longest text of a name.
const LONGUEUR_MAX: usize = 100;

/// How a field is typed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Saisie {
    Texte,
    Telephone,
    Courriel,
    Date,
    Choix(fn() -> Vec<(&'static str, &'static str)>),
}

/// A field of the form, and the column of `jeunes` it fills.
#[derive(Debug)]
pub(super) struct Champ {
    pub cle: &'static str,
    pub libelle: &'static str,
    pub aide: &'static str,
    pub saisie: Saisie,
    pub requis: bool,
}

const fn champ(cle: &'static str, libelle: &'static str, saisie: Saisie) -> Champ {
    Champ { cle, libelle, aide: "", saisie, requis: false }
}

/// The number in one's own structure: asked at creation only, kept in `numeros`.
pub(super) const NUMERO: &str = "numero";

/// Fields, in the order they are asked.
pub(super) static CHAMPS: [Champ; 13] = [
    Champ { requis: true, ..champ("nom", "Nom de famille", Saisie::Texte) },
    Champ { requis: true, ..champ("prenom", "Prénom", Saisie::Texte) },
    Champ { aide: "Par exemple 04/05/2006", ..champ("date_naissance", "Date de naissance", Saisie::Date) },
    champ("sexe", "Sexe", Saisie::Choix(|| SEXES.choix())),
    Champ { aide: "Par exemple 06 39 98 01 02", ..champ("telephone", "Téléphone", Saisie::Telephone) },
    champ("courriel", "Adresse électronique", Saisie::Courriel),
    Champ { aide: "Son nom ou son code INSEE", ..champ("commune_insee", "Commune", Saisie::Texte) },
    champ("code_postal", "Code postal", Saisie::Texte),
    champ("qpv", "Habite un quartier prioritaire", Saisie::Choix(|| vec![("oui", "Oui"), ("non", "Non")])),
    champ("niveau", "Niveau de formation", Saisie::Choix(|| NIVEAUX.iter().map(|n| (*n, *n)).collect())),
    champ("situation", "Situation", Saisie::Choix(|| SITUATIONS.choix())),
    champ("date_premier_accueil", "Premier accueil", Saisie::Date),
    Champ {
        aide: "P3, i-milo ou autre logiciel, si vous en avez un",
        ..champ(NUMERO, "Numéro dans votre structure", Saisie::Texte)
    },
];

/// The fields that are columns of `jeunes`.
pub(super) fn colonnes() -> impl Iterator<Item = &'static Champ> {
    CHAMPS.iter().filter(|c| c.cle != NUMERO)
}

/// What was typed, or what is known, field by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Formulaire(Vec<(&'static str, String)>);

/// What is wrong with a field, and what to do.
pub(super) type Faute = (&'static str, String);

impl Formulaire {
    /// What was sent: fields of ours, and nothing else.
    pub fn recu(recu: &Recu) -> Self {
        Self(CHAMPS.iter().map(|c| (c.cle, recu.lire(c.cle).to_owned())).collect())
    }
    /// What is known.
    pub fn connu(valeurs: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self(valeurs.into_iter().collect())
    }
    /// One field.
    pub fn lire(&self, cle: &str) -> &str {
        self.0.iter().find(|(c, _)| *c == cle).map_or("", |(_, v)| v.as_str())
    }
    /// Recognises what was shown: another hash is another state of the file.
    pub fn version(&self) -> String {
        let champs: Vec<String> = colonnes().map(|c| format!("{}={}", c.cle, self.lire(c.cle))).collect();
        empreinte(champs.join("\n").as_bytes())
    }
    /// Fields that are not the same.
    pub fn differences(&self, autre: &Self) -> Vec<&'static Champ> {
        colonnes().filter(|c| self.lire(c.cle) != autre.lire(c.cle)).collect()
    }

    /// Checks every field and puts it in its canonical form. A social security number is forgotten
    /// at once: not even shown back.
    pub fn verifier(mut self, jour: Date) -> (Self, Vec<Faute>) {
        let mut fautes: Vec<Faute> = Vec::new();
        for (cle, valeur) in &mut self.0 {
            match canonique(cle, valeur, jour) {
                Ok(lue) => *valeur = lue,
                Err(phrase) => {
                    if contient_nir(valeur) {
                        valeur.clear();
                    }
                    fautes.push((cle, phrase));
                }
            }
        }
        for (cle, phrase) in [("nom", "Indiquez le nom de famille."), ("prenom", "Indiquez le prénom.")] {
            if plier(self.lire(cle)).is_empty() && fautes.iter().all(|(c, _)| *c != cle) {
                fautes.push((cle, phrase.into()));
            }
        }
        let dates = |cle| lire_date(self.lire(cle)).ok();
        if let (Some(ne), Some(accueil)) = (dates("date_naissance"), dates("date_premier_accueil"))
            && accueil < ne
        {
            fautes.push((
                "date_premier_accueil",
                "Le premier accueil précède la naissance : corrigez l'une des dates.".into(),
            ));
        }
        (self, fautes)
    }

    /// What the base keeps of a field.
    pub fn valeur(&self, champ: &Champ) -> Value {
        let texte = self.lire(champ.cle);
        let texte = (!texte.is_empty()).then(|| texte.to_owned());
        match champ.cle {
            "qpv" => texte.map(|t| t == "oui").into(),
            _ if matches!(champ.saisie, Saisie::Date) => texte.and_then(|t| lire_date(&t).ok()).into(),
            _ => texte.into(),
        }
    }

    /// Enough to be one person, folded: name, given name and date of birth; `None` without one of them.
    pub fn identite(&self) -> Option<String> {
        let dits = ["nom", "prenom", "date_naissance"].map(|cle| self.lire(cle));
        dits.iter().all(|d| !d.is_empty()).then(|| dits.map(plier).join("|"))
    }

    /// What tells one person from another.
    pub fn traits(&self) -> Traits {
        let connu = |cle| Some(self.lire(cle).to_owned()).filter(|v| !v.is_empty());
        Traits {
            nom: self.lire("nom").to_owned(),
            prenom: self.lire("prenom").to_owned(),
            naissance: self.lire("date_naissance").parse().ok(),
            telephone: connu("telephone"),
            courriel: connu("courriel"),
        }
    }
}

fn canonique(cle: &str, valeur: &str, jour: Date) -> Result<String, String> {
    if contient_nir(valeur) {
        return Err(
            "Ce champ contient un numéro de sécurité sociale : il n'est jamais enregistré ici. Retirez-le.".into()
        );
    }
    if valeur.is_empty() {
        return Ok(String::new());
    }
    if valeur.chars().count() > LONGUEUR_MAX && cle != "courriel" {
        return Err(format!("Plus de {LONGUEUR_MAX} caractères : écrivez plus court."));
    }
    if valeur.chars().any(|c| c.is_control() || sens_d_ecriture(c)) {
        return Err("Ce champ contient un caractère qui ne s'affiche pas : effacez-le et tapez-le de nouveau.".into());
    }
    let dit = |e: &dyn std::fmt::Display| format!("{} : corrigez ce champ.", capitale(&e.to_string()));
    let champ = CHAMPS.iter().find(|c| c.cle == cle);
    match cle {
        "telephone" => valeur.parse::<Telephone>().map(|t| t.as_str().to_owned()).map_err(|e| dit(&e)),
        "courriel" => valeur.parse::<Courriel>().map(|t| t.as_str().to_owned()).map_err(|e| dit(&e)),
        "code_postal" => valeur.parse::<CodePostal>().map(|t| t.as_str().to_owned()).map_err(|e| dit(&e)),
        "commune_insee" => commune(valeur),
        "date_naissance" | "date_premier_accueil" => {
            let date = lire_date(valeur).map_err(|e| dit(&e))?;
            naissance_possible(date, jour).map(|()| date.to_string()).map_err(|e| dit(&e))
        }
        _ => match champ.map(|c| c.saisie) {
            Some(Saisie::Choix(choix)) if choix().iter().all(|(code, _)| *code != valeur) => {
                Err("Choisissez une des réponses proposées.".into())
            }
            _ if cle == NUMERO => Ok(epurer_code(valeur).into_owned()),
            _ => Ok(epurer(valeur).into_owned()),
        },
    }
}

fn commune(valeur: &str) -> Result<String, String> {
    if let Some(code) = referentiels::code_commune(valeur) {
        return Ok(code.to_owned());
    }
    let inconnue = "Cette commune n'est pas reconnue : écrivez son nom en entier, ou son code INSEE à 5 caractères.";
    valeur.parse::<CodeCommune>().map(|c| c.as_str().to_owned()).map_err(|_| inconnue.into())
}

/// Marks that turn the direction of a text: a name shown would no longer read as it is.
fn sens_d_ecriture(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn capitale(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verifie(paires: &[(&str, &str)]) -> (Formulaire, Vec<Faute>) {
        let recus: Recu = paires.iter().map(|(c, v)| ((*c).into(), (*v).into())).collect();
        Formulaire::recu(&recus).verifier("2018-02-20".parse().unwrap())
    }

    #[test]
    fn fields_are_put_in_canonical_form() {
        let (f, fautes) = verifie(&[
            ("nom", " Ben Ali "),
            ("prenom", "Amina"),
            ("date_naissance", "04/05/1999"),
            ("telephone", "06 39 98 01 10"),
            ("commune_insee", "bondy"),
            ("inconnu", "x"),
        ]);
        assert!(fautes.is_empty(), "{fautes:?}");
        let lus = ["nom", "date_naissance", "telephone", "commune_insee", "inconnu"].map(|c| f.lire(c));
        assert_eq!(lus, ["Ben Ali", "1999-05-04", "+33639980110", "93010", ""]);
    }

    #[test]
    fn a_fault_says_what_to_do_and_keeps_what_was_typed() {
        let (f, fautes) =
            verifie(&[("nom", "--"), ("telephone", "12"), ("date_naissance", "2031-01-01"), ("sexe", "X")]);
        let cles: Vec<&str> = fautes.iter().map(|(c, _)| *c).collect();
        assert_eq!(cles, ["date_naissance", "sexe", "telephone", "nom", "prenom"]);
        assert_eq!(f.lire("telephone"), "12");
        let (_, fautes) = verifie(&[("nom", "A\u{202e}B"), ("prenom", "A\r\nB")]);
        assert_eq!(fautes.len(), 2);
        let (_, fautes) = verifie(&[
            ("nom", "A"),
            ("prenom", "B"),
            ("date_naissance", "2000-01-01"),
            ("date_premier_accueil", "1999-01-01"),
        ]);
        assert!(fautes[0].1.contains("précède"));
    }

    #[test]
    fn a_social_security_number_is_refused_in_every_field_and_forgotten() {
        for c in &CHAMPS {
            // A field sent twice is read once, the first time.
            let (f, fautes) = verifie(&[(c.cle, "2 99 05 93 010 123 52"), ("nom", "A"), ("prenom", "B")]);
            assert!(fautes.iter().any(|(cle, p)| *cle == c.cle && p.contains("sécurité sociale")), "{}", c.cle);
            assert_eq!(f.lire(c.cle), "");
        }
    }
}
