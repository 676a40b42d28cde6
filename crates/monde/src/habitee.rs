//! The demonstration furnished, for what looks at everything: each list has its rows, and each role somebody in every state.

use axum::http::StatusCode;
use passerelle_gens::comptes::Secret;
use passerelle_socle::access::Role;
use passerelle_socle::db;
use passerelle_socle::destruction::{Parole, Permis};
use passerelle_socle::temps::HorlogeFixe;

use crate::porte::{Porte, apres};
use crate::rapprochements::{attendre, poser_ligne};
use crate::regards::{garder, poser_tous};
use crate::{Monde, id_de};

/// The link of somebody who is asked.
pub const JETON: &str = "un-lien-de-la-matrice";

impl Monde {
    /// A report frozen, a row refused, pairs and a file to review: everything a record can show.
    pub async fn garnir(&self) {
        let admin = self.visiteur(Some(Role::Administrateur)).await;
        admin.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
        let refusee = "structure;numero;nom;prenom\nPERSONNE;1;Sans;Structure\n";
        admin.envoyer("/imports", &[], &[("jeunes.csv", refusee.as_bytes())]).await;
        admin.post("/rapprochements/recherche", &[]).await;
        attendre(self).await;
        // A file of people whom the base knows.
        let eux = "SELECT nom || ';' || prenom || ';' || CAST(date_naissance AS text) AS texte FROM jeunes \
                   WHERE date_naissance IS NOT NULL AND nom <> '' ORDER BY id LIMIT 40";
        let lignes = self.textes(eux).await.into_iter().enumerate().map(|(rang, lui)| format!("E-{rang};{lui}\n"));
        let fichier = format!("id;nom;prenom;date_naissance\n{}", lignes.collect::<String>());
        let structure = id_de(self, "structures", "type = 'cfa'").await.to_string();
        admin
            .envoyer("/rapprochements/fichiers", &[("structure", &structure)], &[("apprentis.csv", fichier.as_bytes())])
            .await;
        attendre(self).await;
        poser_gabarit(self).await;
    }
}

/// A gabarit of the territory.
pub async fn poser_gabarit(monde: &Monde) {
    let id = uuid::Uuid::from_u128(3);
    let tx = monde.base.transaction().await.unwrap();
    let sql = "INSERT INTO gabarits (id, nom, cree_le) VALUES ($1, 'CFA des Trois Lunes', 0)";
    db::executer(&tx, sql, [id.into()]).await.unwrap();
    let texte = "gabarit = \"CFA des Trois Lunes\"\n\n[natures.jeunes]\nnumero = \"Matricule\"\nnom = \"Nom\"\nprenom = \"Prénom\"\n";
    let sql =
        "INSERT INTO gabarits_versions (gabarit_id, version, texte, profil, faite_le) VALUES ($1, 1, $2, '[]', 0)";
    db::executer(&tx, sql, [id.into(), texte.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The form of a protocol.
const BROUILLON: &str = "titre=Quel+effet&question=Plus+de+contrats&traitement=La+prepa&depart=positionnement&du=2017-02-01\
                         &au=2017-04-30&action=PS-2017-02&delai_prise=90&i_contrat=oui&d_contrat=180&principale=contrat\
                         &estimateur=difference&c_sexe=oui&n_prevu=60&part=50&taux=20&extrait_prevu=2018-02-20&cle_mois=6\
                         &plan=On+ne+conclut+pas";

/// A survey that asks somebody.
async fn enqueter(monde: &Monde) {
    let (etude, jeune) = (id_de(monde, "etudes", "1 = 1").await, id_de(monde, "jeunes", "1 = 1").await);
    let (enquete, invitation) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    let tx = monde.base.transaction().await.unwrap();
    let sql = "INSERT INTO enquetes (id, etude_id, ouverte_le, ouverte_par, expire_le) VALUES ($1, $2, 0, 'Essai', $3)";
    db::executer(&tx, sql, [enquete.into(), etude.into(), 4_000_000_000_000_i64.into()]).await.unwrap();
    let sql = "INSERT INTO enquetes_invitations (id, enquete_id, jeune_id, empreinte, envoyee_le, refusee) \
               VALUES ($1, $2, $3, $4, 0, false)";
    let empreinte = Secret::presente(JETON).empreinte();
    db::executer(&tx, sql, [invitation.into(), enquete.into(), jeune.into(), empreinte.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Something frozen, pairs proposed, a survey under way, for their routes; and a session a role.
pub(crate) async fn habiter(monde: &Monde) {
    let porte = Porte::a(monde, apres(0), true, false);
    let regards = poser_tous(monde).await;
    let administrateur = regards.iter().find(|r| r.role == Some(Role::Administrateur)).expect("an administrateur");
    let gele = porte.post("/bilan/figer", administrateur.cookie.as_deref(), "du=2017-01-01&au=2017-12-31").await;
    assert_eq!(gele.statut, StatusCode::SEE_OTHER, "{}", gele.texte());
    enqueter(monde).await;
    poser_gabarit(monde).await;
    // A study that is still a draft, beside the one of the demonstration.
    let evaluateur = regards.iter().find(|r| r.role == Some(Role::Evaluateur)).expect("an évaluateur");
    let brouillon = porte.post("/etudes/nouvelle", evaluateur.cookie.as_deref(), BROUILLON).await;
    assert_eq!(brouillon.statut, StatusCode::SEE_OTHER, "{}", brouillon.texte());
    // And pairs to review, for theirs.
    let cherche = porte.post("/rapprochements/recherche", administrateur.cookie.as_deref(), "").await;
    assert_eq!(cherche.statut, StatusCode::SEE_OTHER, "{}", cherche.texte());
    attendre(monde).await;
    // And a row of a file of the responsable's structure, beside somebody whom it follows.
    let sienne =
        id_de(monde, "structures", "id IN (SELECT structure_id FROM habilitations WHERE role = 'responsable')").await;
    let suivi = format!(
        "id IN (SELECT jeune_id FROM accompagnements WHERE au IS NULL AND structure_id = {})",
        monde.litteral(sienne)
    );
    poser_ligne(monde, id_de(monde, "jeunes", &suivi).await, sienne).await;
    // And a request that waits for the answer of the formateur's structure.
    let cfa = id_de(monde, "structures", "type = 'cfa'").await;
    let tx = monde.base.transaction().await.unwrap();
    let sql = "UPDATE actions SET porteur_id = $1 WHERE code = 'AUJ-PREPA'";
    assert_eq!(db::executer(&tx, sql, [cfa.into()]).await.unwrap(), 1, "the demonstration has no action of today");
    tx.commit().await.unwrap();
    // And a clock that jumped two years ahead, so that erasures wait for somebody's word.
    let folle = HorlogeFixe("2020-02-20T09:30:00Z".parse().expect("a date"));
    let retenue = Permis::demander(&monde.base, &folle, Parole::Attendue).await.unwrap();
    assert!(retenue.is_err(), "the clock was believed");
    garder(monde, &regards).await;
}
