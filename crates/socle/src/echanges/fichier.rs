//! A file as bytes: what it is, how big, in which encoding; whether it is safe to open.
//!
//! Read once from end to end before any row, because an encoding or a cut quote only shows at
//! the end, and because the hash is what lets a run cut short go on where it stopped.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use passerelle_base::contient_nir;
use sha2::{Digest, Sha256};

use super::classeur::Classeur;
use super::encodage::{Encodage, Releve};
use super::entetes::{Entetes, separateur_dit};
use super::gabarit::Gabarit;
use super::guillemets::Guillemets;
use super::pannes::{illisible, panne};
use super::reperes;

/// What a file looks like before its rows are read.
#[derive(Clone, Debug)]
pub(super) struct Fichier {
    pub chemin: PathBuf,
    pub nom: String,
    pub taille: u64,
    pub sha256: String,
    pub genre: Genre,
    /// What its sheets are, when it is a workbook.
    pub classeur: Option<Arc<Classeur>>,
    /// What its columns are, when they are not ours.
    pub gabarit: Option<Arc<Gabarit>>,
}

/// How its rows are to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Genre {
    Csv {
        encodage: Encodage,
        /// A quote opens a cell and nothing closes it.
        guillemet_ouvert: bool,
        /// A quoted cell goes on after the quote that should close it.
        guillemets_libres: bool,
        fin_de_ligne: bool,
        separateur: u8,
    },
    Xlsx,
    Json,
}

/// Bounds for a spreadsheet. It is inflated through a counter first: what its directory claims
/// is not believed. Big deliveries come as CSV, which has no bound.
const XLSX_MAX: u64 = 20 << 20;
const XLSX_GONFLE_MAX: u64 = 200 << 20;
const XLSX_TEXTES_MAX: u64 = 24 << 20;
const XLSX_RAPPORT_MAX: u64 = 100;
/// Four times the longest text that Excel lets a cell hold, however it is written.
const XLSX_SUITE_MAX: u64 = 1 << 20;
const XLSX_ENTREES_MAX: usize = 200;

const CONSEIL: &str = "enregistrez-le en CSV UTF-8, ou coupez-le en plusieurs fichiers";

impl Fichier {
    /// Looks at a file whose columns are ours.
    pub fn examiner(chemin: &Path) -> Result<Self, String> {
        Self::examiner_selon(chemin, None)
    }

    /// The same of a file whose table, sheet and columns a gabarit tells.
    pub fn examiner_selon(chemin: &Path, gabarit: Option<&Arc<Gabarit>>) -> Result<Self, String> {
        if !chemin.exists() {
            return Err("n'existe pas : vérifiez le chemin".into());
        }
        let nom = chemin.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        if contient_nir(&nom) {
            return Err("porte un numéro de sécurité sociale dans son nom : renommez-le, Passerelle n'enregistre jamais ce numéro".into());
        }
        let mut flux = File::open(chemin).map_err(|e| ferme(&e))?;
        let taille = flux.metadata().map_err(|e| illisible(&e))?.len();
        if taille == 0 {
            return Err("est vide : il doit contenir au moins la ligne d'en-têtes".into());
        }
        let mut debut = [0u8; 4];
        let lus = flux.read(&mut debut).map_err(|e| illisible(&e))?;
        flux.rewind().map_err(|e| illisible(&e))?;
        let debut = &debut[..lus];
        let zip = debut.starts_with(b"PK");
        let extension = chemin.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if debut.starts_with(&[0xff, 0xfe]) || debut.starts_with(&[0xfe, 0xff]) {
            return Err(format!("est en UTF-16 (« texte Unicode » d'Excel) : {CONSEIL}"));
        }
        if debut.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err("est au vieux format Excel (.xls) ou protégé par un mot de passe : enregistrez-le en .xlsx sans mot de passe, ou en CSV UTF-8".into());
        }
        match (zip, extension.as_str()) {
            (true, "xlsx") => {
                verifier_xlsx(&mut flux, taille)?;
                flux.rewind().map_err(|e| illisible(&e))?;
                reperes::verifier(chemin)?;
                // What its bytes would be as text says nothing of a workbook.
                let (sha256, _) = parcourir(&mut flux, b';')?;
                let feuille = gabarit.as_ref().and_then(|g| g.tableau.feuille.as_deref());
                let classeur = Some(Arc::new(Classeur::examiner(chemin, feuille)?));
                Ok(Self {
                    chemin: chemin.into(),
                    nom,
                    taille,
                    sha256,
                    genre: Genre::Xlsx,
                    classeur,
                    gabarit: gabarit.cloned(),
                })
            }
            (false, "csv" | "txt" | "tsv") => {
                let separateur = separateur(&mut flux, gabarit.is_some())?;
                let (sha256, genre) = parcourir(&mut flux, separateur)?;
                Ok(Self {
                    chemin: chemin.into(),
                    nom,
                    taille,
                    sha256,
                    genre: genre?,
                    classeur: None,
                    gabarit: gabarit.cloned(),
                })
            }
            (false, "json") if gabarit.is_some() => {
                let (sha256, _) = parcourir(&mut flux, b';')?;
                Ok(Self {
                    chemin: chemin.into(),
                    nom,
                    taille,
                    sha256,
                    genre: Genre::Json,
                    classeur: None,
                    gabarit: gabarit.cloned(),
                })
            }
            (true, _) | (_, "xlsx") => Err(format!("n'a pas le contenu que son nom annonce : {CONSEIL}")),
            _ => Err("n'est ni un fichier .csv ni un fichier .xlsx".into()),
        }
    }

    /// What deserves a word though nothing is refused.
    pub fn avis(&self) -> Vec<String> {
        let mut avis = self.classeur.as_ref().map(|c| c.avis.clone()).unwrap_or_default();
        let Genre::Csv { encodage, guillemet_ouvert, fin_de_ligne, .. } = self.genre else { return avis };
        if guillemet_ouvert {
            avis.push(
                "Un guillemet ouvert n'est jamais refermé : la dernière ligne lue va jusqu'à la fin du fichier.".into(),
            );
        }
        if !fin_de_ligne {
            avis.push(
                "Le fichier ne finit pas par un retour à la ligne : vérifiez que la dernière ligne n'est pas coupée."
                    .into(),
            );
        }
        avis.extend(encodage.avis().map(str::to_owned));
        avis
    }
}

/// Why a file does not open, and what to do.
pub(super) fn ferme(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "n'existe pas : vérifiez son nom et son dossier".into(),
        io::ErrorKind::PermissionDenied => "ne s'ouvre pas : ce compte n'a pas le droit de le lire".into(),
        _ => format!("ne s'ouvre pas ({})", panne(e)),
    }
}

/// The first lines that hold something, from which a separator is told; the file is left at its beginning.
fn separateur(flux: &mut File, titres: bool) -> Result<u8, String> {
    const LIGNES: usize = 20;
    const DEBUT: u64 = 1 << 18;
    let mut debut = Vec::new();
    Read::by_ref(flux).take(DEBUT).read_to_end(&mut debut).map_err(|e| illisible(&e))?;
    flux.rewind().map_err(|e| illisible(&e))?;
    let texte = String::from_utf8_lossy(debut.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&debut)).into_owned();
    // Only a file that a gabarit describes has titles above its headers.
    let mut lignes = texte.split(['\n', '\r']).filter(|l| !l.is_empty()).peekable();
    if let Some(dit) = lignes.peek().and_then(|l| separateur_dit(l)) {
        return Ok(dit);
    }
    Ok(Entetes::separateur(lignes.take(if titres { LIGNES } else { 1 })))
}

/// Hash, and what it is as a text (encoding, open quote) or why it cannot be read as one, in one pass.
fn parcourir(flux: &mut File, separateur: u8) -> Result<(String, Result<Genre, String>), String> {
    let mut hache = Sha256::new();
    let mut tampon = vec![0u8; 1 << 18];
    let mut garde = 0; // bytes of a character cut by the end of the buffer
    let (mut utf8, mut paires, mut deux_fois, mut dernier) = (true, false, false, b'\n');
    let (mut releve, mut guillemets) = (Releve::nouveau(), Guillemets::nouveaux(separateur));
    loop {
        let lus = flux.read(&mut tampon[garde..]).map_err(|e| illisible(&e))?;
        if lus == 0 {
            break;
        }
        let neufs = &tampon[garde..garde + lus];
        hache.update(neufs);
        releve.lire(neufs);
        guillemets.lire(neufs);
        dernier = neufs[lus - 1];
        let tout = garde + lus;
        garde = 0;
        match std::str::from_utf8(&tampon[..tout]) {
            Ok(t) => {
                paires |= !t.is_ascii();
                deux_fois = deux_fois || encode_deux_fois(&tampon[..tout]);
            }
            Err(e) if e.error_len().is_none() => {
                let bons = &tampon[..e.valid_up_to()];
                paires |= !bons.is_ascii();
                deux_fois = deux_fois || encode_deux_fois(bons);
                garde = tout - bons.len();
                tampon.copy_within(tout - garde..tout, 0);
            }
            Err(_) => {
                utf8 = false;
                // « é » written in UTF-8 inside a file that is not UTF-8.
                paires |= tampon[..tout].windows(2).any(|p| p[0] == 0xc3 && (0x80..0xc0).contains(&p[1]));
            }
        }
    }
    let sha256 = hache.finalize().iter().map(|o| format!("{o:02x}")).collect();
    let encodage = match (utf8, garde > 0) {
        (true, false) if deux_fois => Some(Encodage::Utf8DeuxFois),
        (true, false) => Some(Encodage::Utf8),
        // Accents read well up to there: the end is cut, the encoding is not another one.
        (true, true) if paires => Some(Encodage::Utf8Coupe),
        (false, _) if paires => Some(Encodage::Melange),
        _ => releve.verdict(),
    };
    let genre = encodage
        .map(|encodage| Genre::Csv {
            encodage,
            guillemet_ouvert: guillemets.ouvert(),
            guillemets_libres: guillemets.libres(),
            fin_de_ligne: matches!(dernier, b'\n' | b'\r'),
            separateur,
        })
        .ok_or_else(|| format!("n'est pas en UTF-8, et ses accents peuvent se lire de plusieurs façons : {CONSEIL}"));
    Ok((sha256, genre))
}

/// « Ã© », « Â », « â€™ » in UTF-8: accents that were encoded twice. The letters alone are those of Portuguese or of French.
fn encode_deux_fois(octets: &[u8]) -> bool {
    octets.windows(4).any(|o| match o {
        // Ã, Â or Å before a sign that stands for the second byte of a letter.
        [0xc3, 0x82 | 0x83 | 0x85, 0xc2, 0x80..=0xbf] => !matches!(o, [_, 0x82 | 0x83, 0xc2, 0xa0 | 0xab | 0xbb]),
        [0xc3, 0x82 | 0x83 | 0x85, 0xc5 | 0xc6 | 0xcb | 0xe2, _] => true,
        [0xc3, 0xa2, 0xe2, 0x82] | [0xc3, 0xa2, 0xc2, 0x80] => true,
        _ => false,
    })
}

/// The file of a workbook, and how many of its bytes were really read: its directory may lie.
struct Lecture<'a> {
    flux: &'a mut File,
    lus: &'a Cell<u64>,
}

impl Read for Lecture<'_> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let n = self.flux.read(tampon)?;
        self.lus.set(self.lus.get() + n as u64);
        Ok(n)
    }
}

impl Seek for Lecture<'_> {
    fn seek(&mut self, place: io::SeekFrom) -> io::Result<u64> {
        self.flux.seek(place)
    }
}

/// Where an entry is inflated to: nothing is kept, what is beyond reason stops it.
struct Jauge<'a> {
    lus: &'a Cell<u64>,
    /// Bytes read before this entry.
    avant: u64,
    plafond: u64,
    gonfle: u64,
    /// Bytes since the last markup: a cell is read whole, and must fit in memory.
    suite: u64,
    demesure: bool,
}

impl Write for Jauge<'_> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.gonfle += octets.len() as u64;
        self.suite = match octets.iter().rposition(|o| *o == b'<') {
            Some(place) => (octets.len() - place) as u64,
            None => self.suite + octets.len() as u64,
        };
        let lus = self.lus.get() - self.avant;
        // Small parts compress without limit and harm nobody.
        let raisonnable = (lus * XLSX_RAPPORT_MAX).max(1 << 20).min(self.plafond);
        self.demesure = self.gonfle > raisonnable || self.suite > XLSX_SUITE_MAX;
        if self.demesure { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(octets.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Inflates every entry into a gauge before a spreadsheet reader sees the file.
fn verifier_xlsx(flux: &mut File, taille: u64) -> Result<(), String> {
    if taille > XLSX_MAX {
        return Err(format!("pèse plus de {} Mo, trop pour un tableur : {CONSEIL}", XLSX_MAX >> 20));
    }
    let abime = |_| format!("est abîmé ou n'est pas un classeur Excel : {CONSEIL}");
    let lus = Cell::new(0);
    let mut zip = zip::ZipArchive::new(Lecture { flux, lus: &lus }).map_err(abime)?;
    if zip.len() > XLSX_ENTREES_MAX {
        return Err(format!("contient trop de parties ({}) pour un classeur simple : {CONSEIL}", zip.len()));
    }
    let mut total = 0;
    for i in 0..zip.len() {
        let avant = lus.get();
        let mut entree = zip.by_index(i).map_err(abime)?;
        if entree.encrypted() {
            return Err("est protégé par un mot de passe : retirez-le et enregistrez de nouveau".into());
        }
        let textes = entree.name().ends_with("sharedStrings.xml") || entree.name().ends_with("styles.xml");
        let plafond = if textes { XLSX_TEXTES_MAX } else { XLSX_GONFLE_MAX.saturating_sub(total) };
        let mut jauge = Jauge { lus: &lus, avant, plafond, gonfle: 0, suite: 0, demesure: false };
        let gonflee = io::copy(&mut entree, &mut jauge);
        if jauge.demesure {
            return Err(format!(
                "gonfle démesurément à l'ouverture et pourrait bloquer le serveur ; il n'a pas été lu : {CONSEIL}"
            ));
        }
        total += gonflee.map_err(|_| format!("est abîmé : {CONSEIL}"))?;
    }
    Ok(())
}
