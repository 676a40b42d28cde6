//! A form that was sent: what is in it; and, when it comes back, what is wrong, said beside what was typed.

use std::path::{Path, PathBuf};

use askama::Template;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use passerelle_base::{Date, lire_date};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::{Erreur, Page, page};

/// What a form sent, in the order it came. A handler reads the fields it knows, one by one, so that a missing one is a
/// sentence and comes after the right to ask; whatever else was sent is nothing.
#[derive(Clone, Debug, Default)]
pub struct Recu(Vec<(String, String)>);

impl Recu {
    /// A field, trimmed; empty when absent.
    pub fn lire(&self, cle: &str) -> &str {
        self.brut(cle).trim()
    }
    /// A field as it was typed: a password keeps its spaces.
    pub fn brut(&self, cle: &str) -> &str {
        self.0.iter().find(|(c, _)| c == cle).map_or("", |(_, v)| v.as_str())
    }
    /// Every value of a field that may come several times, trimmed.
    pub fn tous<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a str> {
        self.bruts(cle).map(str::trim)
    }
    /// The same, as they were typed.
    pub fn bruts<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(c, _)| c == cle).map(|(_, v)| v.as_str())
    }
    /// A day, or what to do.
    pub fn jour(&self, cle: &str) -> Result<Date, String> {
        match self.lire(cle) {
            "" => Err("Choisissez un jour.".into()),
            texte => lire_date(texte).map_err(|e| format!("{e}.")),
        }
    }
    /// An identifier that a page of ours put in the form; nothing else is known by it.
    pub fn id(&self, cle: &str) -> Result<Uuid, Erreur> {
        self.lire(cle).parse().map_err(|_| Erreur::Demande("Choisissez dans la liste, puis recommencez.".into()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Recu {
    type Rejection = Erreur;
    async fn from_request(requete: Request, etat: &S) -> Result<Self, Erreur> {
        // A form without any field may come without a type.
        if !requete.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(Self::default());
        }
        let illisible =
            || Erreur::Demande("Le formulaire n'a pas été compris. Rechargez la page, puis recommencez.".into());
        let Form(champs) = Form::<Vec<(String, String)>>::from_request(requete, etat).await.map_err(|_| illisible())?;
        // PostgreSQL refuses NUL in a text; nobody types one.
        if champs.iter().any(|(_, v)| v.contains('\0')) {
            return Err(illisible());
        }
        Ok(Self(champs))
    }
}

/// What a form with a file sent: its other fields, as they are, then the name and the bytes of the first file that is not
/// empty, whatever their order. `absent` and `coupe` say what to do when it is no such form, and when it stops short of
/// its end or passes the bound of the route.
pub async fn recevoir(
    envoi: Result<Multipart, MultipartRejection>,
    absent: &str,
    coupe: &str,
) -> Result<(Recu, (String, Vec<u8>)), Erreur> {
    let mut envoi = envoi.map_err(|_| Erreur::Demande(absent.to_owned()))?;
    let coupe = |_: MultipartError| Erreur::Demande(coupe.to_owned());
    let (mut champs, mut fichier) = (Vec::new(), (String::new(), Vec::new()));
    while let Some(partie) = envoi.next_field().await.map_err(coupe)? {
        let cle = partie.name().unwrap_or_default().to_owned();
        match partie.file_name().map(str::to_owned) {
            Some(nom) if fichier.1.is_empty() => fichier = (nom, partie.bytes().await.map_err(coupe)?.to_vec()),
            Some(_) => {}
            None => champs.push((cle, partie.text().await.map_err(coupe)?)),
        }
    }
    Ok((Recu(champs), fichier))
}

/// The same, of files too large for the memory: each non-empty one goes to the folder, under the last part of its name.
pub async fn recevoir_dans(dossier: &Path, mut envoi: Multipart) -> Result<(Recu, Vec<PathBuf>), Erreur> {
    let coupe = |_: MultipartError| Erreur::Demande("L'envoi a été coupé avant la fin : recommencez.".into());
    let perdu = |e: std::io::Error| Erreur::Demande(format!("Le fichier n'a pas pu être reçu ({e})."));
    let (mut champs, mut chemins) = (Vec::new(), Vec::new());
    while let Some(mut partie) = envoi.next_field().await.map_err(coupe)? {
        let Some(nom) = partie.file_name().map(str::to_owned) else {
            let cle = partie.name().unwrap_or_default().to_owned();
            champs.push((cle, partie.text().await.map_err(coupe)?));
            continue;
        };
        let Some(nom) = nom_simple(&nom) else { continue };
        let chemin = dossier.join(nom);
        let mut fichier = tokio::fs::File::create(&chemin).await.map_err(perdu)?;
        while let Some(morceau) = partie.chunk().await.map_err(coupe)? {
            fichier.write_all(&morceau).await.map_err(perdu)?;
        }
        fichier.flush().await.map_err(perdu)?;
        chemins.push(chemin);
    }
    Ok((Recu(champs), chemins))
}

/// The last part of a name sent by a browser, without anything that leads elsewhere.
fn nom_simple(nom: &str) -> Option<String> {
    let dernier = nom.rsplit(['/', '\\']).next()?;
    let propre: String = dernier.chars().filter(|c| !c.is_control()).collect();
    (!propre.is_empty() && propre != "." && propre != "..").then_some(propre)
}

/// What is wrong with a form: (field, sentence that says what to do), in the order of the page.
#[derive(Clone, Debug, Default)]
pub struct Fautes(Vec<(&'static str, String)>);

impl Fautes {
    /// What is wrong with a field.
    pub fn de(&self, champ: &str) -> Option<&str> {
        self.0.iter().find(|(c, _)| *c == champ).map(|(_, p)| p.as_str())
    }
    /// Whether nothing is.
    pub fn aucune(&self) -> bool {
        self.0.is_empty()
    }
    /// All of them.
    pub fn toutes(&self) -> &[(&'static str, String)] {
        &self.0
    }
    /// « 2 réponses à corriger ».
    pub fn titre(&self) -> String {
        let n = i64::try_from(self.0.len()).unwrap_or(i64::MAX);
        passerelle_base::pluriel(n, "réponse à corriger", "réponses à corriger")
    }
}

impl From<Vec<(&'static str, String)>> for Fautes {
    fn from(fautes: Vec<(&'static str, String)>) -> Self {
        Self(fautes)
    }
}

/// The page of a form that must be mended.
pub fn page_a_corriger(gabarit: impl Template) -> Page {
    let mut reponse = page(gabarit)?;
    *reponse.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(reponse)
}

#[cfg(test)]
mod tests {
    use super::nom_simple;

    #[test]
    fn a_name_sent_by_a_browser_leads_nowhere() {
        assert_eq!(nom_simple("C:\\Mes documents\\jeunes.csv").as_deref(), Some("jeunes.csv"));
        assert_eq!(nom_simple("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(nom_simple(".."), None);
        assert_eq!(nom_simple("a/"), None);
    }
}
