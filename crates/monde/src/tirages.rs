//! Two missions locales, an evaluator, and a draw that both fill.

use axum::http::{HeaderMap, StatusCode, header};
use passerelle_base::Date;
use passerelle_faits::tirages::{Tirage, figer};
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::db::{self, Value};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use crate::{Monde, Visiteur, id_de, mondes};

/// What a page answers: status, headers, body.
pub type Reponse = (StatusCode, HeaderMap, Vec<u8>);

/// The secret of the one stakeholder.
pub const SECRET: &str = "le secret du CREDOC, que personne ne devine";

/// What is decided: each site bears the code of the structure that fills it.
pub fn protocole() -> String {
    format!(
        r#"titre = "Service plus"
hasard = "drand quicknet, tour 12345678"
bras = ["renfort-zq", "commun-zq"]
vagues = [1, 2]

[[strates]]
colonne = "sexe"
valeurs = ["F", "M"]

[[sites]]
code = "ML-NORD"
nom = "Mission locale Nord"
ratios = {{ renfort-zq = "1/2", commun-zq = "1/2" }}
capacite = 4

[[sites]]
code = "ML-SUD"
ratios = {{ renfort-zq = "1/3", commun-zq = "2/3" }}

[[exclusions]]
code = "age"
motif = "Plus de 25 ans"

[[parties]]
nom = "CREDOC"
engagement = "{}"
"#,
        db::empreinte(SECRET.as_bytes())
    )
}

/// More young people: each structure has enough to draw among.
const JEUNES: &str = "\
structure;numero;nom;prenom;sexe
ML-NORD;20;Alba;Rose;F
ML-NORD;21;Brun;Noé;M
ML-NORD;22;Caron;Élio;M
ML-NORD;23;Danet;Lina;F
ML-SUD;31;Esnault;Maïa;F
ML-SUD;32;Ferry;Tom;M
";

/// The draw, its world, and who looks at it.
pub struct Scene {
    /// Where it happens.
    pub monde: Monde,
    pub tirage: Id<Tirage>,
    /// Who evaluates.
    pub judith: Visiteur,
    /// Conseillère in the north, référente of Amina.
    pub claire: Visiteur,
    /// Conseillère in the south.
    pub paule: Visiteur,
}

/// The scene on each engine at hand: Claire is Amina's référente, at the Mission locale Nord.
pub async fn scenes(nom: &str) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for monde in mondes(nom).await {
        monde.peupler().await;
        assert!(!monde.livrer(&[("jeunes.csv", JEUNES)]).await.refuse());
        let judith = monde.visiteur(Some(Role::Evaluateur)).await;
        let claire = monde.professionnel("Claire Nobel", Role::Conseiller, "ML-NORD").await;
        let paule = monde.professionnel("Paule Sudre", Role::Conseiller, "ML-SUD").await;
        let tirage = preparer(&judith, &protocole()).await;
        let s = Scene { monde, tirage, judith, claire, paule };
        let nord = id_de(&s.monde, "structures", "code = 'ML-NORD'").await;
        let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du) VALUES ($1, $2, $3, $4, $5)";
        let du: Date = "2017-03-03".parse().unwrap();
        let (id, qui) = (db::nouvel_id::<()>().uuid(), s.claire.compte.unwrap().uuid());
        s.sql(sql, vec![id.into(), s.jeune("Amina").await.into(), qui.into(), nord.into(), du.into()]).await.unwrap();
        scenes.push(s);
    }
    scenes
}

/// Prepares a draw from a protocol that must be taken; its identifier.
pub async fn preparer(qui: &Visiteur, protocole: &str) -> Id<Tirage> {
    let reponse = qui.envoyer("/tirages/protocole", &[("protocole", protocole)], &[]).await;
    let vers = mene(reponse, "/tirages/protocole");
    vers.trim_start_matches("/tirages/").split('?').next().unwrap().parse().unwrap()
}

/// Where what must be taken leads.
pub fn mene((statut, entetes, corps): Reponse, quoi: &str) -> String {
    assert_eq!(statut, StatusCode::SEE_OTHER, "{quoi}: {}", String::from_utf8_lossy(&corps));
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

/// What must be refused with a sentence; the page, its spaces and quotes as they are written.
pub fn refus((statut, _, corps): Reponse) -> String {
    let page = String::from_utf8(corps).unwrap();
    assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    page.replace("&#39;", "'").replace("&#x27;", "'")
}

impl Scene {
    /// Address of something of the draw.
    pub fn a(&self, suite: &str) -> String {
        format!("/tirages/{}{suite}", self.tirage)
    }

    /// Somebody by their given name.
    pub async fn jeune(&self, prenom: &str) -> Uuid {
        id_de(&self.monde, "jeunes", &format!("prenom = '{prenom}'")).await
    }

    /// Address of something of somebody's candidacy.
    pub async fn candidat(&self, prenom: &str, suite: &str) -> String {
        let jeune = self.jeune(prenom).await;
        let id = id_de(&self.monde, "candidats", &format!("jeune_id = {}", self.monde.litteral(jeune))).await;
        format!("/jeunes/{jeune}/candidats/{id}/{suite}")
    }

    /// Runs a statement that the product has no page for.
    pub async fn sql(&self, sql: &str, valeurs: Vec<Value>) -> db::Resultat<u64> {
        let tx = self.monde.base.transaction().await.unwrap();
        let n = db::executer(&tx, sql, valeurs).await?;
        tx.commit().await.map(|()| n)
    }

    /// Ticks young people in a group.
    pub async fn cocher(&self, qui: &Visiteur, site: &str, sexe: &str, prenoms: &[&str]) -> Reponse {
        let mut ids = Vec::new();
        for p in prenoms {
            ids.push(self.jeune(p).await.to_string());
        }
        let mut champs = vec![("site", site), ("vague", "1"), ("strate-0", sexe)];
        champs.extend(ids.iter().map(|i| ("jeune", i.as_str())));
        qui.post(&self.a("/candidats"), &champs).await
    }

    /// Both structures fill the list; Inès is excluded.
    pub async fn remplir(&self) {
        for (sexe, prenoms) in [("F", &["Amina", "Inès", "Rose", "Lina"][..]), ("M", &["Noé", "Élio"])] {
            mene(self.cocher(&self.claire, "ML-NORD", sexe, prenoms).await, "cocher");
        }
        let csv = "identifiant;site;vague;sexe;exclusion\n12;ML-SUD;1;M;\n31;ML-SUD;1;F;\n32;ML-SUD;1;M;\n";
        let (chemin, fichiers) = (self.a("/candidats/fichier"), [("candidats.csv", csv.as_bytes())]);
        mene(self.paule.envoyer(&chemin, &[], &fichiers).await, "fichier");
        let exclure = self.candidat("Inès", "exclure").await;
        mene(self.claire.post(&exclure, &[("exclusion", "age")]).await, "exclure");
    }

    /// Freezes the list.
    pub async fn figer(&self) {
        mene(self.judith.post(&self.a("/figer"), &[("compris", "oui")]).await, "figer");
    }

    /// Freezes it under pseudonyms and a secret that are always the same: so is what is drawn from them.
    pub async fn figer_sans_hasard(&self) {
        let fixes = "UPDATE candidats SET identifiant = (SELECT 'C-' || s.code || '-' || n.numero FROM numeros n \
                     JOIN structures s ON s.id = n.structure_id WHERE n.jeune_id = candidats.jeune_id) WHERE tirage_id = $1";
        self.sql(fixes, vec![self.tirage.into()]).await.unwrap();
        let tx = self.monde.base.transaction().await.unwrap();
        let secret = "un secret de trente-deux caractères";
        figer(&tx, Monde::horloge().maintenant(), &Acteur::Systeme, self.tirage, secret).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Draws.
    pub async fn tirer(&self) {
        let bons = [("alea", "7f3a valeur publique"), ("secret", SECRET)];
        mene(self.judith.post(&self.a("/tirer"), &bons).await, "tirer");
    }

    /// Somebody on their own space.
    pub async fn soi(&self, prenom: &str) -> Visiteur {
        let id = self.jeune(prenom).await;
        self.monde.quelqu_un(prenom, Role::Jeune, Portee::Jeune(Id::from_uuid(id))).await
    }
}
