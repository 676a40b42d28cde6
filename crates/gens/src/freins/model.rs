//! The themes of what stands in the way: those of data·inclusion that a shared file may hold.

use passerelle_socle::referentiels;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Domains of the themes, the first half of their code. `sante` is not one of them.
pub static DOMAINES: Vocabulaire<14> = Vocabulaire::nouveau([
    ("mobilite", "Mobilité"),
    ("logement-hebergement", "Logement et hébergement"),
    ("difficultes-financieres", "Difficultés financières"),
    ("difficultes-administratives-ou-juridiques", "Démarches et droits"),
    ("famille", "Famille"),
    ("equipement-et-alimentation", "Équipement et alimentation"),
    ("numerique", "Numérique"),
    ("lecture-ecriture-calcul", "Lecture, écriture, calcul"),
    ("remobilisation", "Remobilisation"),
    ("choisir-un-metier", "Choisir un métier"),
    ("se-former", "Se former"),
    ("preparer-sa-candidature", "Préparer sa candidature"),
    ("trouver-un-emploi", "Trouver un emploi"),
    ("souvrir-a-linternational", "S'ouvrir à l'international"),
]);

/// Themes that are left out, and why (ADR 0008). `creer-une-entreprise` is not an obstacle: it is a project.
pub const EXCLUES: [(&str, &str); 8] = [
    ("sante--", "ce sont des données de santé"),
    (
        "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
        "ce sont des données d'infraction",
    ),
    (
        "difficultes-financieres--mettre-en-place-une-mesure-de-protection-financiere",
        "une mesure de protection suppose un certificat médical",
    ),
    ("famille--prise-en-charge-personne-dependante", "elle dit la santé d'un proche"),
    ("famille--soutien-aidants", "elle dit la santé d'un proche"),
    ("famille--surmonter-conflits-separation-violence", "lue par la mauvaise personne, elle met en danger"),
    ("remobilisation--bien-etre-confiance-en-soi", "elle appelle à écrire sur la santé mentale"),
    ("creer-une-entreprise--", "c'est un projet, pas un frein"),
];

/// Whether a theme may be written: it exists, and is not left out. A whole domain is one too, when nobody said more.
pub fn admise(code: &str) -> bool {
    let connue = referentiels::thematique(code).is_some() || DOMAINES.codes.contains(&code);
    connue && !EXCLUES.iter().any(|(debut, _)| code.starts_with(debut))
}

/// « Mobilité : préparer un permis »; « Mobilité » for a whole domain.
pub fn libelle(code: &str) -> String {
    let Some((domaine, _)) = code.split_once("--") else { return DOMAINES.libelle(code).to_owned() };
    let nom = referentiels::thematique(code).unwrap_or(code);
    let mut lettres = nom.chars();
    let bas: String = lettres.next().map_or_else(String::new, |l| l.to_lowercase().chain(lettres).collect());
    format!("{} : {bas}", DOMAINES.libelle(domaine))
}

/// The themes to choose from, by domain: (words of the domain, (code, words)).
pub fn choix() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    std::iter::zip(DOMAINES.codes, DOMAINES.libelles)
        .map(|(domaine, mots)| {
            let siennes = referentiels::thematiques()
                .iter()
                .filter(|(code, _)| code.split_once("--").is_some_and(|(d, _)| d == domaine) && admise(code));
            (mots, siennes.copied().chain([(domaine, "Sans précision")]).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_justice_and_danger_are_left_out() {
        let offertes: Vec<&str> =
            choix().into_iter().flat_map(|(_, t)| t).map(|(c, _)| c).filter(|c| c.contains("--")).collect();
        let laissees: Vec<&str> =
            referentiels::thematiques().iter().map(|(c, _)| *c).filter(|c| !offertes.contains(c)).collect();
        assert_eq!(
            laissees,
            [
                "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
                "creer-une-entreprise--developper-son-entreprise",
                "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
                "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
                "difficultes-financieres--mettre-en-place-une-mesure-de-protection-financiere",
                "famille--prise-en-charge-personne-dependante",
                "famille--soutien-aidants",
                "famille--surmonter-conflits-separation-violence",
                "remobilisation--bien-etre-confiance-en-soi",
                "sante--acces-aux-soins",
                "sante--addictions",
                "sante--constituer-un-dossier-mdph-invalidite",
                "sante--sante-mentale",
                "sante--sante-sexuelle",
            ]
        );
        assert_eq!(offertes.len() + laissees.len(), 69);
        assert!(!admise("sante--addictions") && !admise("mobilite--autre") && !admise("sante"));
        assert!(admise("mobilite--preparer-un-permis") && admise("mobilite"));
    }

    #[test]
    fn a_theme_is_said_with_its_domain() {
        assert_eq!(libelle("mobilite--preparer-un-permis"), "Mobilité : préparer un permis");
        assert_eq!(libelle("mobilite"), "Mobilité");
        assert!(choix().iter().all(|(_, themes)| !themes.is_empty()));
    }
}
