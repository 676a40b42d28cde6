//! What people are told of their data (RGPD, art. 13 and 14): one notice for each audience.
//!
//! The eleven headings are the same for all; a test holds them, and the length of the sentences for young people.

/// What every notice says, in order.
pub const RUBRIQUES: [&str; 11] = [
    "Qui est responsable",
    "À qui écrire",
    "Pourquoi ces données",
    "Sur quelle base légale",
    "Ce qui est obligatoire",
    "Qui les lit",
    "Combien de temps",
    "Vos droits",
    "Réclamer à la CNIL",
    "Quelles données",
    "D'où elles viennent",
];

pub struct Notice {
    /// In the address.
    pub code: &'static str,
    pub titre: &'static str,
    /// What is said under each heading.
    pub textes: [&'static str; 11],
}

/// The four of them.
pub static NOTICES: [Notice; 4] = [
    Notice {
        code: "jeunes",
        titre: "Une structure vous accompagne",
        textes: [
            "Les structures qui vous suivent sont responsables ensemble. Leur nom est dans votre espace. L'organisme qui tient ce site est écrit dans les mentions légales.",
            "Écrivez à votre référent. Vous pouvez aussi écrire au délégué à la protection des données. Son adresse est donnée par la structure qui vous suit.",
            "Vos données servent à vous aider. On cherche avec vous une formation, un contrat ou un emploi. Elles servent aussi à compter, sans dire votre nom.",
            "C'est une mission d'intérêt public. La loi le permet : règlement européen, article 6, point 1, e. Votre accord n'est donc pas demandé.",
            "Votre nom et votre prénom sont nécessaires. Le reste est facultatif. Si vous ne répondez pas, le suivi continue.",
            "Les personnes qui vous suivent lisent votre dossier. Une autre structure le lit seulement si on le lui ouvre. Vous voyez qui, pourquoi et jusqu'à quand. Un employeur voit votre prénom et votre contrat. Vous voyez aussi qui a lu votre dossier, et quel jour.",
            "Votre dossier est gardé deux ans après le dernier contact. Vous êtes prévenu trente jours avant. Ensuite votre nom disparaît. Il reste des nombres.",
            "Vous pouvez lire votre dossier et en prendre une copie. Vous pouvez corriger ce qui est faux. Vous pouvez demander une pause. Vous pouvez vous opposer. Vous pouvez demander que tout soit effacé. Réponse en un mois au plus.",
            "La CNIL protège vos données. Si nous répondons mal, écrivez-lui : www.cnil.fr, rubrique « Plaintes ».",
            "Votre nom, votre âge, comment vous joindre. Votre niveau, vos rendez-vous, vos demandes, vos contrats. Ce qui vous gêne, si vous en parlez. Jamais votre numéro de sécurité sociale. Jamais votre santé.",
            "Elles viennent de vous. Elles viennent aussi des fichiers de votre mission locale ou de votre centre de formation. Rien ne vient des réseaux sociaux.",
        ],
    },
    Notice {
        code: "professionnels",
        titre: "Vous travaillez avec Passerelle",
        textes: [
            "Votre employeur et les autres structures du territoire, responsables conjoints (RGPD, art. 26), et l'organisme qui tient ce site, nommé dans les mentions légales.",
            "La personne qui administre Passerelle sur votre territoire, ou le délégué à la protection des données de votre structure.",
            "Vous ouvrir un accès à la mesure de vos fonctions, et savoir qui a lu ou changé quoi.",
            "La sécurité du traitement, obligation légale (RGPD, art. 6.1.c et 32), et la mission d'intérêt public de votre structure (art. 6.1.e).",
            "Votre nom, votre structure et votre rôle sont nécessaires pour entrer. Sans eux, aucun accès n'est ouvert.",
            "L'administration de la plateforme et le responsable de votre structure. Chaque jeune voit votre nom, votre structure et le jour où vous avez ouvert son dossier.",
            "Le compte, tant que vous travaillez avec Passerelle. Le journal, douze mois (CNIL, délibération n° 2021-122).",
            "Accéder à vos données, les faire rectifier, demander la limitation du traitement, vous y opposer pour un motif tenant à votre situation. Réponse en un mois.",
            "Commission nationale de l'informatique et des libertés, www.cnil.fr, rubrique « Plaintes ».",
            "Votre nom, vos rôles et structures, vos connexions, les dossiers que vous ouvrez et ce que vous y changez, les accès qui vous sont refusés.",
            "De vous, de la personne qui vous a invité, et de votre usage du site.",
        ],
    },
    Notice {
        code: "employeurs",
        titre: "Vous employez ou recrutez des apprentis",
        textes: [
            "Les structures du territoire qui vous connaissent, responsables conjoints (RGPD, art. 26), et l'organisme qui tient ce site, nommé dans les mentions légales.",
            "La structure avec laquelle vous êtes en relation, ou son délégué à la protection des données.",
            "Suivre les contrats des jeunes que vous employez et prévenir leur rupture.",
            "Une mission d'intérêt public (RGPD, art. 6.1.e).",
            "Le nom et le SIRET de l'entreprise sont nécessaires au suivi d'un contrat. Le reste est facultatif.",
            "Les structures qui suivent le jeune. Le pilotage du territoire, en nombres.",
            "Deux ans après le dernier contact avec le jeune, puis le nom de l'entreprise est retiré de son contrat.",
            "Accéder à vos données professionnelles, les faire rectifier, demander la limitation, vous opposer à leur usage. Réponse en un mois.",
            "Commission nationale de l'informatique et des libertés, www.cnil.fr, rubrique « Plaintes ».",
            "Le nom, le SIRET, les contrats et leurs dates. Aucun commentaire sur les personnes de l'entreprise.",
            "De vous, du contrat signé, et des fichiers des missions locales et des centres de formation.",
        ],
    },
    Notice {
        code: "public",
        titre: "Vous visitez ce site",
        textes: [
            "L'organisme qui tient ce site, nommé dans les mentions légales.",
            "Le même organisme, ou son délégué à la protection des données.",
            "Montrer les pages que vous demandez. Rien d'autre.",
            "L'intérêt légitime à faire fonctionner le site (RGPD, art. 6.1.f).",
            "Rien n'est demandé pour lire les pages publiques.",
            "Personne : Passerelle ne garde pas la liste des visiteurs.",
            "Rien n'est gardé d'une visite sans connexion. Un cookie sert à rester connecté, un autre, deux minutes au plus, \
             à dire ce qui vient d'être fait ; il n'y en a pas avant la connexion.",
            "Accès, rectification, limitation, opposition : écrivez à l'organisme qui tient ce site. Réponse en un mois.",
            "Commission nationale de l'informatique et des libertés, www.cnil.fr, rubrique « Plaintes ».",
            "Aucune. Aucune page n'appelle un autre site, aucune mesure d'audience n'est faite.",
            "De personne.",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_notice_says_something_under_each_heading() {
        for notice in &NOTICES {
            assert!(notice.textes.iter().all(|t| t.ends_with('.') && t.len() > 8), "{}", notice.code);
            assert!(notice.textes[8].contains("CNIL") || notice.textes[8].contains("www.cnil.fr"));
        }
    }

    #[test]
    fn a_young_person_reads_short_sentences() {
        let textes = NOTICES[0].textes.join(" ");
        let longueurs: Vec<usize> = textes
            .split_inclusive(['.', '?', ':'])
            .map(|p| p.split_whitespace().filter(|m| m.chars().any(char::is_alphanumeric)).count())
            .filter(|n| *n > 1)
            .collect();
        assert!(longueurs.len() > 20);
        assert!(longueurs.iter().all(|n| *n <= 20), "{longueurs:?}");
        assert!(longueurs.iter().sum::<usize>() <= 12 * longueurs.len(), "{longueurs:?}");
    }
}
