//! What a form wants before a page shows it, brought about by the pages themselves: a password, a search, a file dropped, a first
//! decision to go back on. What the world already shows needs nothing here.

mod comptes;

use passerelle_monde::porte::{Porte, Reponse};
use passerelle_monde::{Monde, Visiteur, id_de};
use passerelle_socle::access::Role;
use passerelle_socle::web::Declaration;
use uuid::Uuid;

use super::formulaires::{Chercheur, Envoi, lire};

/// A form shown: to whom, where it goes, filled.
pub struct Scene {
    pub cookie: Option<String>,
    pub chemin: String,
    pub envoi: Envoi,
}

/// Brings about what shows the form of this change; nothing when nobody wrote how.
pub async fn mettre(monde: &Monde, porte: &Porte, d: &Declaration) -> Option<Scene> {
    if d.chemin.starts_with("/connexion") || d.chemin.starts_with("/mon-compte") {
        return comptes::mettre(monde, porte, d).await;
    }
    let p = Plateau { monde, porte };
    match d.chemin {
        "/enquete/{jeton}" => {
            let chemin = format!("/enquete/{}", passerelle_monde::JETON);
            p.montrer(None, &chemin, &chemin).await
        }
        "/entrer/{secret}" => {
            let chemin = monde.lien(Role::Pilote).await;
            p.montrer(None, &chemin, &chemin).await
        }
        "/deconnexion" => p.montrer(p.session(Role::Pilote).await, "/mon-compte", "/deconnexion").await,
        "/comptes/{id}/second-facteur" | "/comptes/habilitations/{id}/retirer" => comptes::des_autres(&p, d).await,
        "/demandes" => p.demander().await,
        "/gabarits/depots/{depot}" => p.deposer().await,
        "/jeunes/{id}/candidats/{sous_id}/ecarts" => p.ecart().await,
        "/tirages/{id}/candidats" | "/tirages/{id}/candidats/fichier" => p.remplir(d).await,
        "/jeunes/{id}/candidats" => p.inscrire(d).await,
        "/tirages/{id}/modifier" => p.brouillon().await,
        "/jeunes/{id}/fusionner/{sous_id}" => p.fusionner().await,
        "/jeunes/{id}/fusions/{sous_id}/defaire" => p.defaire().await,
        "/referents/nommer/reprendre" => p.reprendre("/referents/nommer", d.chemin).await,
        "/referents/passer/annuler" => p.reprendre("/referents/passer", d.chemin).await,
        "/rapprochements/{id}/revenir" => p.revenir("/rapprochements/{id}/separer", "rapprochements").await,
        "/rapprochements/lignes/{id}/revenir" => {
            p.revenir("/rapprochements/lignes/{id}/separer", "rapprochements_lignes").await
        }
        _ => None,
    }
}

/// A file whose columns are recognised.
const ENTIER: &str = "Matricule;Nom;Prénom;Né le\nA1;Le Gall;Anne;12/05/2000\n";

struct Plateau<'a> {
    monde: &'a Monde,
    porte: &'a Porte,
}

impl Plateau<'_> {
    /// The form of a page that goes to this address.
    async fn montrer(&self, cookie: Option<String>, page: &str, chemin: &str) -> Option<Scene> {
        let lue = self.porte.get(page, cookie.as_deref()).await;
        Some(Scene { envoi: lire(&lue.texte(), chemin)?, cookie, chemin: chemin.to_owned() })
    }

    /// The form that the walk through pages finds for this reader at this address.
    async fn trouver(&self, d: &Declaration, qui: &Visiteur, chemin: String) -> Option<Scene> {
        let (cookie, mut pages) = (qui.cookie(), std::collections::HashMap::new());
        let envoi = Chercheur::nouveau(self.porte, &mut pages).chercher(d, &chemin, cookie.as_deref()?).await?;
        Some(Scene { envoi, cookie, chemin })
    }

    async fn envoyer(&self, cookie: Option<&str>, chemin: &str, envoi: &Envoi) -> Reponse {
        let entetes = [("content-type", envoi.genre.as_str()), ("sec-fetch-site", "same-origin")];
        self.porte.requete("POST", chemin, cookie, &entetes, &envoi.corps).await
    }

    async fn session(&self, role: Role) -> Option<String> {
        self.monde.regards().await.into_iter().find(|r| r.role == Some(role))?.cookie
    }

    async fn jeune(&self, role: Role, etat: &str) -> Option<Uuid> {
        let regard = self.monde.regards().await.into_iter().find(|r| r.role == Some(role))?;
        regard.jeunes.into_iter().find(|(e, _)| *e == etat).map(|(_, id)| id)
    }

    /// Somebody not followed, found by name, given name and day.
    async fn demander(&self) -> Option<Scene> {
        let (cookie, elle) = (self.session(Role::Conseiller).await?, self.jeune(Role::Conseiller, "ailleurs").await?);
        let condition = format!("id = {}", self.monde.litteral(elle));
        self.ecrire("UPDATE jeunes SET date_naissance = coalesce(date_naissance, '1999-05-04') WHERE id = $1", elle)
            .await;
        let [nom, prenom, naissance] = ["nom", "prenom", "date_naissance"];
        let mut dits = Vec::new();
        for (champ, valeur) in [("nom", nom), ("prenom", prenom), ("naissance", naissance)] {
            dits.push((champ.to_owned(), self.monde.valeur("jeunes", valeur, &condition).await));
        }
        let trouve = self.envoyer(Some(&cookie), "/demandes/recherche", &Envoi::de(dits)).await;
        let envoi = lire(&trouve.texte(), "/demandes")?;
        Some(Scene { envoi, cookie: Some(cookie), chemin: "/demandes".into() })
    }

    async fn ecrire(&self, sql: &str, id: Uuid) {
        passerelle_monde::rapprochements::ecrire(self.monde, sql, vec![id.into()]).await;
    }

    /// A file dropped, and the page that waits for its sender.
    async fn deposer(&self) -> Option<Scene> {
        let cookie = self.session(Role::Responsable).await?;
        let depot = Envoi::fichier("fichiers", "eleves.csv", ENTIER);
        let vers = self.envoyer(Some(&cookie), "/gabarits/depots", &depot).await.entete("location").to_owned();
        let page = vers.split('?').next()?.to_owned();
        self.montrer(Some(cookie), &page, &page).await
    }

    /// Somebody who has a group, read by whoever answers for their structure.
    async fn ecart(&self) -> Option<Scene> {
        let avec = "id IN (SELECT candidat_id FROM affectations WHERE bras <> 'surnombre')";
        let candidat = id_de(self.monde, "candidats", avec).await;
        let jeune: Uuid = self.cle("candidats", "jeune_id", candidat).await;
        let structure: Uuid = self.cle("candidats", "structure_id", candidat).await;
        let suivre = "UPDATE accompagnements SET en_charge = (structure_id = (SELECT structure_id FROM candidats WHERE id = $1)) \
                      WHERE au IS NULL AND jeune_id = (SELECT jeune_id FROM candidats WHERE id = $1)";
        self.ecrire(suivre, candidat).await;
        let qui = self.de(Role::Responsable, structure).await;
        let page = format!("/jeunes/{jeune}/candidats");
        self.montrer(qui.cookie(), &page, &format!("{page}/{candidat}/ecarts")).await
    }

    async fn cle(&self, table: &str, champ: &str, id: Uuid) -> Uuid {
        let sql = format!("SELECT {champ} AS id FROM {table} WHERE id = {}", self.monde.litteral(id));
        passerelle_monde::premier(self.monde, &sql).await
    }

    async fn de(&self, role: Role, structure: Uuid) -> Visiteur {
        let condition = format!("id = {}", self.monde.litteral(structure));
        let code = self.monde.valeur("structures", "code", &condition).await;
        self.monde.professionnel("Une de plus", role, &code).await
    }

    /// The draw that is being filled, and somebody of the structure whose site it has.
    async fn remplir(&self, d: &Declaration) -> Option<Scene> {
        let tirage = id_de(self.monde, "tirages", OUVERT).await;
        let qui = self.monde.professionnel("Une de Bondy", Role::Responsable, SITE).await;
        let chemin = d.chemin.replace("{id}", &tirage.to_string());
        match d.chemin.ends_with("/fichier") {
            true => self.trouver(d, &qui, chemin).await,
            false => self.montrer(qui.cookie(), &format!("{chemin}?tous=oui"), &chemin).await,
        }
    }

    async fn inscrire(&self, d: &Declaration) -> Option<Scene> {
        let libre = format!(
            "efface_le IS NULL AND id IN (SELECT jeune_id FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
             WHERE s.code = '{SITE}' AND a.en_charge AND a.au IS NULL) AND id NOT IN (SELECT jeune_id FROM candidats)"
        );
        let elle = id_de(self.monde, "jeunes", &libre).await;
        let qui = self.monde.professionnel("Une de Bondy", Role::Responsable, SITE).await;
        self.trouver(d, &qui, format!("/jeunes/{elle}/candidats")).await
    }

    /// A draw on whose list nobody is.
    async fn brouillon(&self) -> Option<Scene> {
        let cookie = self.session(Role::Evaluateur).await?;
        let dit = Envoi::de(vec![("protocole".into(), passerelle_monde::tirages::protocole())]).en_parts();
        let vers = self.envoyer(Some(&cookie), "/tirages/protocole", &dit).await.entete("location").to_owned();
        let chemin = format!("{}/modifier", vers.split('?').next()?);
        self.montrer(Some(cookie), &chemin, &chemin).await
    }

    /// Two files that one reader answers for.
    async fn fusionner(&self) -> Option<Scene> {
        let cookie = self.session(Role::Responsable).await?;
        let (garde, autre) =
            (self.jeune(Role::Responsable, "référent").await?, self.jeune(Role::Responsable, "structure").await?);
        let chemin = format!("/jeunes/{garde}/fusionner/{autre}");
        self.montrer(Some(cookie), &chemin, &chemin).await
    }

    async fn defaire(&self) -> Option<Scene> {
        let avant = self.fusionner().await?;
        self.envoyer(avant.cookie.as_deref(), &avant.chemin, &avant.envoi).await;
        let garde = avant.chemin.split('/').nth(2)?.to_owned();
        let fusion = id_de(self.monde, "fusions", "defaite_le IS NULL").await;
        let page = format!("/jeunes/{garde}/fusions");
        self.montrer(avant.cookie, &page, &format!("{page}/{fusion}/defaire")).await
    }

    /// Files handed over, or somebody named, to be taken back from the same page.
    async fn reprendre(&self, fait: &str, repris: &str) -> Option<Scene> {
        let d = Self::declaration(fait)?;
        let cookie = self.session(Role::Responsable).await?;
        let mut pages = std::collections::HashMap::new();
        let passe = Chercheur::nouveau(self.porte, &mut pages).chercher(&d, d.chemin, &cookie).await?;
        self.envoyer(Some(&cookie), d.chemin, &passe).await;
        self.montrer(Some(cookie), d.chemin, repris).await
    }

    fn declaration(chemin: &str) -> Option<Declaration> {
        let site = passerelle::routes::site();
        site.declarations().iter().find(|d| d.chemin == chemin && d.methode == "POST").copied()
    }

    /// A decision taken, to go back on.
    async fn revenir(&self, decision: &str, table: &str) -> Option<Scene> {
        let (d, id) = (Self::declaration(decision)?, id_de(self.monde, table, "1 = 1").await);
        let cookie = self.session(Role::Administrateur).await?;
        let chemin = decision.replace("{id}", &id.to_string());
        let mut pages = std::collections::HashMap::new();
        let dit = Chercheur::nouveau(self.porte, &mut pages).chercher(&d, &chemin, &cookie).await?;
        self.envoyer(Some(&cookie), &chemin, &dit).await;
        let page = chemin.trim_end_matches("/separer").to_owned();
        self.montrer(Some(cookie), &page, &format!("{page}/revenir")).await
    }
}

/// The draw of the demonstration that is being filled, and its one site.
const OUVERT: &str = "NOT EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = tirages.id)";
const SITE: &str = "ML-BONDY";
