//! Pistes: from the record of a young person to the contract that signs them; what a file says, what is late.

use axum::http::StatusCode;
use passerelle_base::Date;
use passerelle_faits::pistes::{Etat, LaPiste};
use passerelle_monde::listes::lire_liste;
use passerelle_monde::{Monde, Reponse, Visiteur, id_de, mondes};
use passerelle_socle::access::Role;
use passerelle_socle::ident::Id;

/// The world is on Tuesday 20 February 2018.
const GARAGE: &str = "73282932000074";

fn jour(texte: &str) -> Date {
    texte.parse().unwrap()
}

fn texte(r: &Reponse) -> String {
    String::from_utf8_lossy(&r.2).into_owned()
}

struct Scene {
    monde: Monde,
    claire: Visiteur,
    /// Address of the pistes of Inès.
    ines: String,
}

async fn scenes(nom: &str) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for monde in mondes(nom).await {
        monde.peupler().await;
        let ines = id_de(&monde, "jeunes", "nom = 'Duprat'").await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        scenes.push(Scene { claire, ines: format!("/jeunes/{ines}/pistes"), monde });
    }
    scenes
}

impl Scene {
    async fn fait(&self, chemin: &str, champs: &[(&str, &str)]) {
        let r = self.claire.post(chemin, champs).await;
        assert_eq!(r.0, StatusCode::SEE_OTHER, "{} {chemin}: {}", self.monde.moteur, texte(&r));
        assert_eq!(r.1["location"].to_str().unwrap(), self.ines);
    }
    async fn refuse(&self, chemin: &str, champs: &[(&str, &str)], phrase: &str) {
        let r = self.claire.post(chemin, champs).await;
        let dit = texte(&r);
        assert!(r.0 == StatusCode::UNPROCESSABLE_ENTITY && dit.contains(phrase), "« {phrase} »: {} {dit}", r.0);
    }
    /// Opens one for Inès, and answers its address.
    async fn ouvrir(&self, prevue: &str) -> String {
        let champs = [("siret", GARAGE), ("employeur", "Garage Morel"), ("signature_prevue", prevue)];
        self.fait(&self.ines, &champs).await;
        format!("{}/{}", self.ines, id_de(&self.monde, "pistes", &format!("siret = '{GARAGE}'")).await)
    }
    async fn piste(&self) -> LaPiste {
        let id = Id::from_uuid(id_de(&self.monde, "pistes", &format!("siret = '{GARAGE}'")).await);
        LaPiste::lire(self.monde.base.lecture(), id).await.unwrap().unwrap()
    }
    async fn etat(&self, le: &str) -> Etat {
        self.piste().await.au(self.monde.base.lecture(), jour(le)).await.unwrap().etat
    }
}

#[tokio::test]
async fn a_piste_is_opened_moved_in_one_click_taken_back_and_signed_by_its_contract() {
    for s in scenes("piste_signee").await {
        let fiche = s.claire.page(s.ines.trim_end_matches("/pistes")).await;
        assert!(fiche.contains(&s.ines), "the record leads to it");
        assert!(s.claire.page(&s.ines).await.contains("Aucune piste n'est ouverte pour Inès"));
        let piste = s.ouvrir("2018-03-05").await;
        s.refuse(&s.ines, &[("siret", GARAGE)], "déjà ouverte").await;
        let page = s.claire.page(&s.ines).await;
        assert!(page.contains("Garage Morel") && page.contains("dans 13\u{a0}jours, le 5\u{a0}mars 2018"), "{page}");
        s.fait(&piste, &[("etat", "convenue")]).await;
        s.fait(&piste, &[("etat", "dossier")]).await;
        s.refuse(&piste, &[("etat", "dossier")], "déjà dit").await;
        s.refuse(&piste, &[("etat", "signee")], "signée par son contrat").await;
        s.fait(&format!("{piste}/reprendre"), &[]).await;
        assert_eq!(s.etat("2018-02-20").await, Etat::Convenue, "{}", s.monde.moteur);
        s.refuse(&piste, &[("etat", "abandonnee"), ("motif", "")], "Choisissez pourquoi").await;
        s.fait(&piste, &[("etat", "abandonnee"), ("motif", "employeur")]).await;
        assert_eq!(s.monde.valeur("pistes", "motif", "1 = 1").await, "employeur");
        s.fait(&piste, &[("etat", "envisagee")]).await;
        // A contract at another establishment is another story; one that is not of alternance too.
        let entete = "structure;jeune;type;employeur_siret;employeur_nom;date_conclusion;date_debut";
        let autres = format!(
            "{entete}\nML-NORD;12;apprentissage;35600000000048;La Poste;2018-02-26;2018-03-19\n\
             ML-NORD;12;cdd;{GARAGE};Garage Morel;2018-02-21;2018-02-22\n"
        );
        s.monde.livrer(&[("contrats.csv", autres)]).await;
        assert_eq!(s.etat("2018-03-01").await, Etat::Envisagee);
        let signe = format!("{entete}\nML-NORD;12;apprentissage;{GARAGE};Garage Morel;2018-03-02;2018-03-12\n");
        s.monde.livrer(&[("contrats.csv", signe)]).await;
        assert_eq!((s.etat("2018-03-01").await, s.etat("2018-03-02").await), (Etat::Envisagee, Etat::Signee));
        let lignes = "SELECT count(*) FROM journal WHERE objet = 'pistes' AND acteur LIKE 'Claire%' AND origine IS NULL \
                      AND action <> 'consulter'";
        assert_eq!(s.monde.nombre(lignes).await, 6, "opened, said four times, taken back once");
        assert_eq!(s.monde.nombre("SELECT count(*) FROM contrats").await, 5, "a piste is no contract");
    }
}

#[tokio::test]
async fn the_list_says_what_decides_the_next_gesture_late_ones_first() {
    for s in scenes("piste_liste").await {
        let amina = id_de(&s.monde, "jeunes", "nom = 'Beladour'").await;
        let fichier = "structure;jeune;siret;ouverte_le;signature_prevue;etat;date_etat;employeur_nom\n\
                       ML-NORD;007;35600000000048;2018-01-08;2018-02-12;dossier;2018-02-01;La Poste\n\
                       ML-NORD;12;35600000000048;2018-01-08;2018-04-20;convenue;2018-02-01;La Poste\n\
                       ML-NORD;12;00098765400019;2018-01-08;2018-04-21;;;\n\
                       ML-NORD;12;00012345600014;2018-01-08;;envisagee;2018-01-08;\n\
                       ML-SUD;12;35600000000048;2018-01-08;2018-02-01;convenue;2018-02-01;La Poste\n";
        let rapport = s.monde.livrer(&[("pistes.csv", fichier)]).await;
        assert_eq!((rapport.fichiers[0].crees, rapport.fichiers[0].refuses), (5, 0), "{:#?}", rapport.fichiers);
        let page = s.claire.page("/pistes").await;
        let place = |mots: &str| page.find(mots).unwrap_or_else(|| panic!("« {mots} » is not in {page}"));
        let ordre = ["en retard de 8\u{a0}jours", "dans 59\u{a0}jours", "dans 60\u{a0}jours", "date à fixer"];
        assert!(ordre.windows(2).all(|d| place(d[0]) < place(d[1])), "{}", s.monde.moteur);
        assert!(page.contains("tel:+33639980110") && page.contains(&format!("/jeunes/{amina}/pistes")));
        // Known to the territory by its number; those of Jules are elsewhere.
        assert!(page.contains("CFA du Lac") && page.contains("Mission locale Nord") && !page.contains("MARCHAND"));
        for (filtre, combien) in [
            ("signature=retard", 1),
            ("signature=suivie", 1),
            ("signature=sans_date", 1),
            ("etat=ouverte", 4),
            ("etat=envisagee", 2),
            ("etat=signee", 0),
            ("", 4),
        ] {
            let liste = lire_liste(&s.claire, &format!("/pistes?{filtre}")).await;
            assert_eq!(liste.compte, combien, "{}: {filtre}", s.monde.moteur);
        }
        let karima = s.monde.professionnel("Karima B.", Role::Responsable, "ML-NORD").await;
        let matin = karima.page("/journee").await;
        assert!(
            matin.contains("1 piste en retard de signature") || matin.contains("1\u{a0}piste en retard"),
            "{matin}"
        );
        // Whoever pays reads none.
        let financeur = s.monde.visiteur(Some(Role::Financeur)).await;
        assert_eq!(financeur.get("/pistes").await.0, StatusCode::NOT_FOUND);
        let sud = s.monde.professionnel("Paul S.", Role::Conseiller, "ML-SUD").await;
        assert_eq!(sud.get(&s.ines).await.0, StatusCode::NOT_FOUND);
        assert_eq!(sud.post(&s.ines, &[("siret", GARAGE)]).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_older_file_does_not_write_over_what_was_typed() {
    for s in scenes("piste_fichier").await {
        let piste = s.ouvrir("2018-03-05").await;
        s.fait(&piste, &[("etat", "convenue")]).await;
        s.fait(&format!("{piste}/signature"), &[("prevue", "2018-03-12")]).await;
        s.refuse(&format!("{piste}/signature"), &[("prevue", "2018-03-12")], "déjà la date prévue").await;
        s.refuse(&format!("{piste}/signature"), &[("prevue", "2018-02-19")], "dans trois ans").await;
        let fichier = |etat: &str, date: &str| {
            format!(
                "structure;jeune;siret;cfa;ouverte_le;signature_prevue;etat;date_etat;motif\n\
                 ML-NORD;12;{GARAGE};CFA-LAC;2018-02-20;2018-04-02;{etat};{date};{}\n",
                if etat == "abandonnee" { "transport" } else { "" }
            )
        };
        let rapport = s.monde.livrer(&[("pistes.csv", fichier("abandonnee", "2018-02-20"))]).await;
        let avis = rapport.fichiers[0].avis.join(" ");
        assert!(avis.contains("plus récente") && avis.contains("signature_prevue"), "{avis}");
        assert_eq!(s.etat("2018-02-21").await, Etat::Convenue, "{}", s.monde.moteur);
        assert!(s.piste().await.cfa.is_some(), "what nobody typed is taken");
        assert_eq!(s.piste().await.signature_prevue, Some(jour("2018-03-12")));
        // A later day wins, and what was said before stays.
        s.monde.livrer(&[("pistes.csv", fichier("abandonnee", "2018-02-22"))]).await;
        assert_eq!((s.etat("2018-02-21").await, s.etat("2018-02-22").await), (Etat::Convenue, Etat::Abandonnee));
        // A file may say signed before the contract comes, and what cannot be is given back.
        s.monde.livrer(&[("pistes.csv", fichier("signee", "2018-02-25"))]).await;
        assert_eq!(s.etat("2018-02-25").await, Etat::Signee);
        let faux = "structure;jeune;siret;ouverte_le;signature_prevue\nML-NORD;12;73282932000075;2018-02-20;\n\
                    ML-NORD;12;35600000000048;2018-02-20;2018-02-19\n";
        assert_eq!(s.monde.livrer(&[("pistes.csv", faux)]).await.fichiers[0].refuses, 2);
    }
}

#[tokio::test]
async fn a_contract_signs_the_last_piste_open_at_that_employer() {
    for s in scenes("piste_deux").await {
        let deux = format!(
            "structure;jeune;siret;ouverte_le;etat;date_etat;motif\nML-NORD;12;{GARAGE};2017-06-01;abandonnee;2017-07-01;jeune\n\
             ML-NORD;12;{GARAGE};2018-01-08;dossier;2018-02-01;\n"
        );
        let contrat = format!(
            "structure;jeune;type;employeur_siret;date_debut\nML-NORD;12;professionnalisation;{GARAGE};2018-02-12\n"
        );
        s.monde.livrer(&[("pistes.csv", deux), ("contrats.csv", contrat)]).await;
        let lire = async |le: &str| {
            let id = Id::from_uuid(id_de(&s.monde, "pistes", &format!("ouverte_le = '{le}'")).await);
            let lue = LaPiste::lire(s.monde.base.lecture(), id).await.unwrap().unwrap();
            lue.au(s.monde.base.lecture(), jour("2018-02-20")).await.unwrap()
        };
        assert_eq!(lire("2017-06-01").await.etat, Etat::Abandonnee, "{}", s.monde.moteur);
        let signee = lire("2018-01-08").await;
        assert_eq!((signee.etat, signee.date), (Etat::Signee, jour("2018-02-12")));
        let liste = lire_liste(&s.claire, "/pistes?etat=signee").await;
        assert_eq!(liste.compte, 1);
    }
}
