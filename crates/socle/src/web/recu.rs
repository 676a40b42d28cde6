//! What a form sent: its fields, and the file that came with them.

use std::path::{Path, PathBuf};

use axum::body::HttpBody;
use axum::extract::multipart::MultipartError;
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use passerelle_base::{Date, lire_date};
use tokio::io::AsyncWriteExt;

use super::Erreur;

/// What a form sent, in the order it came. A handler reads the fields it knows, one by one, so that a missing one is a
/// sentence and comes after the right to ask; whatever else was sent is nothing.
#[derive(Clone, Debug, Default)]
pub struct Recu {
    champs: Vec<(String, String)>,
    /// The file that came with them: the first that is not empty.
    pub fichier: Piece,
}

/// A file that came with a form; empty when none did.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The name its sender gave it: words, not a path.
    pub nom: String,
    /// Its bytes.
    pub octets: Vec<u8>,
}

/// What a route that takes files says of them.
#[derive(Clone, Copy, Debug)]
pub struct Televersement {
    /// Bytes of the whole form, at most.
    pub octets: usize,
    /// What to do when it is no such form.
    pub absent: &'static str,
    /// What to do when it stops short of its end, or passes the bound.
    pub coupe: &'static str,
}

impl Recu {
    /// A field, trimmed; empty when absent.
    pub fn lire(&self, cle: &str) -> &str {
        self.brut(cle).trim()
    }
    /// A field as it was typed: a password keeps its spaces.
    pub fn brut(&self, cle: &str) -> &str {
        self.champs.iter().find(|(c, _)| c == cle).map_or("", |(_, v)| v.as_str())
    }
    /// Every value of a field that may come several times, trimmed.
    pub fn tous<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a str> {
        self.bruts(cle).map(str::trim)
    }
    /// The same, as they were typed.
    pub fn bruts<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a str> {
        self.champs.iter().filter(move |(c, _)| c == cle).map(|(_, v)| v.as_str())
    }
    /// The names of the fields that hold this value.
    pub fn ou(&self, valeur: &str) -> Vec<&str> {
        self.champs.iter().filter(|(_, v)| v == valeur).map(|(c, _)| c.as_str()).collect()
    }
    /// A day, or what to do.
    pub fn jour(&self, cle: &str) -> Result<Date, String> {
        match self.lire(cle) {
            "" => Err("Choisissez un jour.".into()),
            texte => lire_date(texte).map_err(|e| format!("{e}.")),
        }
    }
    /// An identifier that a page of ours put in the form; nothing else is known by it.
    pub fn id<T: std::str::FromStr>(&self, cle: &str) -> Result<T, Erreur> {
        self.lire(cle).parse().map_err(|_| Erreur::Demande("Choisissez dans la liste, puis recommencez.".into()))
    }

    /// Reads a form of either kind: one with a file only where the route says what it takes.
    pub(super) async fn recevoir(requete: Request) -> Result<Self, Erreur> {
        if let Some(televersement) = requete.extensions().get::<Televersement>().copied() {
            return Self::avec_fichier(requete, &televersement).await;
        }
        // A form without any field may come without a type.
        if !requete.headers().contains_key(header::CONTENT_TYPE) && requete.body().is_end_stream() {
            return Ok(Self::default());
        }
        let lu = Form::<Vec<(String, String)>>::from_request(requete, &()).await;
        let Form(champs) = lu.map_err(|e| match e.into_response().status() {
            code @ (StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE) => Erreur::Illisible(code),
            _ => illisible(),
        })?;
        Self { champs, ..Self::default() }.sans_nul()
    }

    async fn avec_fichier(requete: Request, t: &Televersement) -> Result<Self, Erreur> {
        let coupe = |_: MultipartError| Erreur::Demande(t.coupe.to_owned());
        let envoi = Multipart::from_request(requete, &()).await;
        let mut envoi = envoi.map_err(|_| Erreur::Demande(t.absent.to_owned()))?;
        let mut recu = Self::default();
        while let Some(partie) = envoi.next_field().await.map_err(coupe)? {
            let cle = partie.name().unwrap_or_default().to_owned();
            match partie.file_name().map(str::to_owned) {
                Some(nom) if recu.fichier.octets.is_empty() => {
                    recu.fichier = Piece { nom, octets: partie.bytes().await.map_err(coupe)?.to_vec() };
                }
                Some(_) => {}
                None => recu.champs.push((cle, partie.text().await.map_err(coupe)?)),
            }
        }
        recu.sans_nul()
    }

    /// The same, of files too large for the memory: each non-empty one goes to the folder, under the last part of its name.
    pub(super) async fn recevoir_dans(dossier: &Path, requete: Request) -> Result<(Self, Vec<PathBuf>), Erreur> {
        let coupe = |_: MultipartError| Erreur::Demande("L'envoi a été coupé avant la fin : recommencez.".into());
        let perdu = |e: std::io::Error| {
            tracing::error!(cause = %e, "un fichier déposé n'a pas pu être gardé");
            Erreur::Demande(
                "Le fichier n'a pas pu être reçu : le disque du serveur l'a refusé. Prévenez l'administration.".into(),
            )
        };
        let envoi = Multipart::from_request(requete, &()).await;
        let mut envoi = envoi.map_err(|e| Erreur::Illisible(e.into_response().status()))?;
        let (mut recu, mut chemins) = (Self::default(), Vec::new());
        while let Some(mut partie) = envoi.next_field().await.map_err(coupe)? {
            let Some(nom) = partie.file_name().map(str::to_owned) else {
                let cle = partie.name().unwrap_or_default().to_owned();
                recu.champs.push((cle, partie.text().await.map_err(coupe)?));
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
        Ok((recu.sans_nul()?, chemins))
    }

    /// PostgreSQL refuses NUL in a text; nobody types one.
    fn sans_nul(self) -> Result<Self, Erreur> {
        if self.champs.iter().any(|(_, v)| v.contains('\0')) { Err(illisible()) } else { Ok(self) }
    }
}

impl FromIterator<(String, String)> for Recu {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(champs: I) -> Self {
        Self { champs: champs.into_iter().collect(), ..Self::default() }
    }
}

fn illisible() -> Erreur {
    Erreur::Demande("Le formulaire n'a pas été compris. Rechargez la page, puis recommencez.".into())
}

/// The last part of a name sent by a browser, without anything that leads elsewhere.
fn nom_simple(nom: &str) -> Option<String> {
    let dernier = nom.rsplit(['/', '\\']).next()?;
    let propre: String = dernier.chars().filter(|c| !c.is_control()).collect();
    (!propre.is_empty() && propre != "." && propre != "..").then_some(propre)
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
