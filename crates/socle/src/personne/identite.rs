//! Who is erased, and whether a text that names nobody by an identifier is about them. Pure.

use passerelle_base::{Date, Telephone, lire_date, plier};

use crate::access::Jeune;
use crate::ident::Id;

/// Digits by which two telephones are the same, whatever their prefix.
const CHIFFRES: usize = 9;

/// Who is erased, for what names nobody by an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identite {
    /// Their file.
    pub jeune: Id<Jeune>,
    /// Family name.
    pub nom: String,
    /// Given name.
    pub prenom: String,
    /// Birth.
    pub naissance: Option<Date>,
    pub telephone: Option<String>,
    /// Mail address.
    pub courriel: Option<String>,
    /// Their numbers in the structures that follow them.
    pub numeros: Vec<String>,
}

impl Identite {
    /// Whether the cells of a row of a file are about them: the family name is enough, or a telephone, or a mail; the given name is
    /// not, but with their birth or a number of theirs. Somebody of the same name may lose a row that its sender still has.
    pub fn nomme_ligne(&self, cellules: &[String]) -> bool {
        let (nom, prenom) = (mots(&self.nom), mots(&self.prenom));
        let porte = |cherches: &[String]| cellules.iter().any(|c| contient(&mots(c), cherches));
        let telephone = self.telephone.as_deref().and_then(fin_de_telephone);
        let courriel = self.courriel.as_deref().map(plier).filter(|c| !c.is_empty());
        let joint = cellules.iter().any(|c| {
            (telephone.is_some() && fin_de_telephone(c) == telephone)
                || courriel.as_deref().is_some_and(|m| plier(c).contains(m))
        });
        if joint || porte(&nom) {
            return true;
        }
        let ne = |c: &String| self.naissance.is_some() && lire_date(c.trim()).ok() == self.naissance;
        let numero = |c: &String| self.numeros.iter().any(|n| plier(n) == plier(c.trim()));
        porte(&prenom) && cellules.iter().any(|c| ne(c) || numero(c))
    }

    /// Whether a name given to a file, or a sentence about it, holds one of their two names as a word.
    pub fn nomme_texte(&self, texte: &str) -> bool {
        let dits = mots(texte);
        contient(&dits, &mots(&self.nom)) || contient(&dits, &mots(&self.prenom))
    }
}

fn mots(texte: &str) -> Vec<String> {
    plier(texte).split(|c: char| !c.is_alphanumeric()).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

fn contient(dits: &[String], cherches: &[String]) -> bool {
    !cherches.is_empty() && dits.windows(cherches.len()).any(|f| f == cherches)
}

/// The last digits of a telephone, however it is written; nothing for what is no telephone.
fn fin_de_telephone(texte: &str) -> Option<String> {
    let lu = texte.parse::<Telephone>().map_or_else(|_| texte.to_owned(), |t| t.to_string());
    let chiffres: String = lu.chars().filter(char::is_ascii_digit).collect();
    let autre = lu.chars().any(char::is_alphabetic);
    (!autre && (CHIFFRES..=15).contains(&chiffres.len())).then(|| chiffres[chiffres.len() - CHIFFRES..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amina() -> Identite {
        Identite {
            jeune: Id::nul(),
            nom: "Béladour Ben-Ali".into(),
            prenom: "Amina".into(),
            naissance: Some("1999-05-17".parse().unwrap()),
            telephone: Some("+33639980110".into()),
            courriel: Some("amina@exemple.fr".into()),
            numeros: vec!["0107".into()],
        }
    }

    fn nommee(ligne: &str) -> bool {
        amina().nomme_ligne(&ligne.split(';').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_row_with_one_of_the_two_names_and_something_of_theirs_is_about_them() {
        for la_sienne in [
            "ML;1;BELADOUR BEN ALI;Amina;",
            "ML;1;beladour ben-ali;Anima;;06 11 22 33 44",
            "ML;1;Amina Beladour-Ben Ali;;",
            "ML;1;;Amina;17/05/1999;",
            "ML;0107;;AMINA;;",
            "ML;1;;;;06.39.98.01.10",
            "ML;1;;;;0033 6 39 98 01 10",
            "ML;1;;;;Amina@Exemple.fr",
        ] {
            assert!(nommee(la_sienne), "{la_sienne}");
        }
        for d_une_autre in [
            "ML;1;Autre;Amina;",
            "ML;1;Beladour;Ines;",
            "ML;1;;Aminata;17/05/1999",
            "ML;0107;Autre;Ines;17/05/1999;06 11 22 33 44",
        ] {
            assert!(!nommee(d_une_autre), "{d_une_autre}");
        }
    }

    #[test]
    fn a_file_name_with_one_of_their_names_names_them() {
        for nom in ["Contrat_AMINA.csv", "beladour-ben-ali 2018.xlsx", "dossier.Amina"] {
            assert!(amina().nomme_texte(nom), "{nom}");
        }
        for nom in ["jeunes.csv", "aminata.csv", "beladour.csv"] {
            assert!(!amina().nomme_texte(nom), "{nom}");
        }
        let sans_nom = Identite { nom: String::new(), prenom: " ".into(), ..amina() };
        assert!(!sans_nom.nomme_texte("jeunes.csv") && !sans_nom.nomme_ligne(&["x".into()]));
    }
}
