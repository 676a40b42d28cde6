//! The small world that most stories start from: two missions locales, a CFA, a France Travail
//! agency, three young people, two actions and what happened to them in 2017.

use crate::Monde;

/// Names and texts of the files of a delivery.
pub type Livraison = [(&'static str, &'static str); 9];

impl Monde {
    /// All nine kinds of files, in no order.
    ///
    /// - `ML-NORD` follows Amina Beladour (`007`) and Inès Duprat (`12`), `ML-SUD` Jules Marchand
    ///   (`12` there too), each `numero` being its structure's own.
    /// - `PS-BTP` « Prépa BTP » is a parcours sécurisé of the CFA du Lac (`CFA-LAC`), which Amina
    ///   and Jules entered; `AT-CV` is a workshop of France Travail Centre (`FT-CENTRE`).
    pub fn livraison_de_base() -> Livraison {
        [
            ("contrats.csv", CONTRATS),
            ("participations.csv", PARTICIPATIONS),
            ("positionnements.csv", POSITIONNEMENTS),
            ("actions.csv", ACTIONS),
            ("jeunes.csv", JEUNES),
            ("structures.csv", STRUCTURES),
            ("evenements.csv", EVENEMENTS),
            ("partenariats.csv", PARTENARIATS),
            ("statistiques.csv", STATISTIQUES),
        ]
    }

    /// Imports the small world; everything in it is good.
    pub async fn peupler(&self) {
        let rapport = self.livrer(&Self::livraison_de_base()).await;
        let mauvais: Vec<_> = rapport.fichiers.iter().filter(|f| f.refuses > 0 || f.erreur.is_some()).collect();
        assert!(mauvais.is_empty(), "{mauvais:#?}");
    }
}

const STRUCTURES: &str = "\
code;nom;type;siret;uai;commune_insee;departement;bassin;reseau;courriel;telephone
ML-NORD;Mission locale Nord;mission_locale;00012345600014;;93001;93;Nord;;contact@ml-nord.example;+33 6 39 98 01 02
ML-SUD;Mission locale Sud;mission_locale;;;93008;93;Sud;;;
CFA-LAC;CFA du Lac;cfa;00098765400019;0939990D;93006;93;Nord;;;06 39 98 01 03
FT-CENTRE;France Travail Centre;france_travail;;;93066;93;;;;
";

const JEUNES: &str = "\
structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;date_premier_accueil;telephone;courriel
ML-NORD;007;Beladour;Amina;1999-05-04;F;93001;93300;oui;;V;demandeur_emploi;2016-10-03;06 39 98 01 10;amina@demo.example
ML-NORD;12;Duprat;Inès;14/03/2000;F;93001;;;;V bis;decrocheur;2017-01-16;;
ML-SUD;12;Marchand;Jules;1998-11-30;M;93008;93000;non;;IV;;;;
";

const ACTIONS: &str = "\
code;type;intitule;porteur;date_debut;date_fin;heures_centre;heures_entreprise;places;etat;domaine;partenaires
PS-BTP;parcours_securise;Prépa BTP;CFA-LAC;2017-04-03;2017-06-30;300;150;12;close;BTP;ML-NORD|ML-SUD
AT-CV;atelier;Atelier CV;FT-CENTRE;2017-02-07;2017-02-07;3;;10;close;;
";

const POSITIONNEMENTS: &str = "\
structure;jeune;prescripteur;action;date;etat;date_etat;motif
ML-NORD;007;ML-NORD;PS-BTP;2017-03-06;entre;2017-04-03;
ML-SUD;12;FT-CENTRE;PS-BTP;2017-03-08;entre;2017-04-03;
ML-NORD;12;ML-NORD;PS-BTP;2017-03-10;refuse;2017-03-20;Déjà en formation
";

const PARTICIPATIONS: &str = "\
structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue
ML-NORD;007;PS-BTP;2017-04-03;2017-06-30;oui;contrat_apprentissage;2017-09-01
ML-SUD;12;PS-BTP;2017-04-03;2017-05-12;non;abandon;2017-05-12
";

const CONTRATS: &str = "\
structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;date_rupture;motif_rupture
ML-NORD;007;apprentissage;00044444400020;Maçonnerie du Canal;CFA-LAC;RNCP5234;2017-08-21;2017-09-01;2019-08-31;;
ML-SUD;12;professionnalisation;;Garage des Quais;;;;2017-10-02;2018-10-01;2017-12-01;accord_commun
";

const EVENEMENTS: &str = "\
code;type;intitule;date;heure_debut;heure_fin;lieu;commune_insee;organisateur;nb_cfa;nb_prescripteurs;nb_employeurs;nb_jeunes;public
R1;rencontre_cfa_prescripteurs;Rencontre de printemps;2017-03-14;09:30;12:00;Salle du Lac;93006;CFA-LAC;13;27;;;non
F1;forum;Forum des métiers;2017-05-18;9h;17h30;Halle du Nord;93001;ML-NORD;4;;6;120;oui
";

const PARTENARIATS: &str = "\
structure;etat;date
CFA-LAC;initie;2017-01-10
FT-CENTRE;perennise;2017-06-15
";

const STATISTIQUES: &str = "\
serie;territoire;periode;valeur;unite;source
apprentis_par_departement;93;2017/2018;7988;apprentis;Région, janvier 2018
audience_du_site;93;2017;4337;utilisateurs;
";
