//! The proof of another decision, handed to a store: nothing is read, nothing is written, in every build.

use passerelle::natures::NATURES;
use passerelle_base::Periode;
use passerelle_faits::contrats::Contrats;
use passerelle_faits::positionnements::Positionnements;
use passerelle_faits::tirages;
use passerelle_gens::accompagnements::{dossier, lire_dossier};
use passerelle_lectures::bilans::calculer;
use passerelle_monde::{Monde, mondes};
use passerelle_socle::access::{Action, AutrePreuve, Jeune, Objet};
use passerelle_socle::db::{self, ErreurBase};
use passerelle_socle::echanges::{self, Mode};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use passerelle_socle::web::{Erreur, Repertoire, choisir};

fn est_refusee<T>(fait: Result<T, ErreurBase>) -> bool {
    matches!(fait, Err(ErreurBase::Preuve(_)))
}

/// Whoever holds it is told that the fault is ours, and the page holds nothing else.
fn est_une_faute<T>(fait: Result<T, Erreur>) -> bool {
    matches!(fait, Err(Erreur::Interne(cause)) if cause.contains("une preuve d'accès ne convient pas"))
}

#[tokio::test]
async fn a_store_refuses_the_proof_of_something_else() {
    for monde in mondes("preuves").await {
        monde.peupler().await;
        let (etat, conn, annee) = (monde.etat(), monde.base.lecture(), Periode::annee(2017));
        let lignes = async |table: &str| db::compter(conn, &format!("SELECT count(*) FROM {table}"), []).await.unwrap();
        let (jeunes, journal) = (lignes("jeunes").await, lignes("journal").await);

        // A list would keep to the perimeter of another object: the whole territory, for a report.
        let jour = Monde::horloge().aujourdhui();
        let listes: [&dyn Repertoire; 2] = [&Contrats::tous(jour), &Positionnements::default()];
        for r in listes {
            assert!(choisir(r, &Monde::accorde(Action::Lister, r.objet()), Action::Lister, jour).is_ok());
            for (action, objet) in [(Action::Lister, Objet::Bilans), (Action::Consulter, r.objet())] {
                let refus = AutrePreuve { action: action.code(), objet: objet.code() };
                let fait = choisir(r, &Monde::accorde(action, objet), Action::Lister, jour);
                assert_eq!(fait.map(drop).unwrap_err(), refus);
            }
        }
        // A figure, and a report: who may list contracts does not count the territory.
        let contrats = Monde::accorde(Action::Lister, Objet::Contrats);
        assert!(monde.figures.section("contrats").0.selection(&annee, &contrats).is_err());
        assert!(est_refusee(calculer(&monde.base, &monde.figures, &contrats, annee).await));
        // Minutes are for whoever may take them away.
        let voir = Monde::accorde(Action::Consulter, Objet::Tirages);
        assert!(est_une_faute(tirages::faits_ici(conn, &voir).await));
        assert!(est_une_faute(tirages::minutes_du(conn, &voir, Id::nul()).await));
        // What is about no one opens nobody's file, read or changed.
        #[derive(sea_orm::FromQueryResult)]
        struct Une {
            id: Id<Jeune>,
        }
        let une: Une = db::ligne(conn, "SELECT id FROM jeunes LIMIT 1", []).await.unwrap().unwrap();
        let jeune: Id<Jeune> = une.id;
        let bilan = Monde::accorde(Action::Consulter, Objet::Bilans);
        assert!(est_une_faute(dossier(conn, &etat, &bilan, jeune).await));
        assert!(est_une_faute(lire_dossier(&etat, &bilan, jeune).await));
        // Nothing comes in on the proof that lets imports be read.
        let livraison = monde.deposer(&[("structures.csv", "code;nom;type\nX;Ailleurs;cfa\n")]);
        let lire = Monde::accorde(Action::Lister, Objet::Imports);
        let mode = Mode::default();
        let fait = echanges::importer(&monde.base, &Monde::horloge(), &lire, &NATURES, &[livraison], &mode, &()).await;
        assert!(fait.is_err_and(|e| e.downcast_ref::<AutrePreuve>().is_some()), "{}", monde.moteur);

        assert_eq!((lignes("jeunes").await, lignes("journal").await), (jeunes, journal), "{}", monde.moteur);
    }
}
