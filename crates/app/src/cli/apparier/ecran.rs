//! What the person who waits sees, and what each phase took: the engine reads no clock.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use passerelle_appariement::Temoin;
use serde::Serialize;

/// What a phase took.
#[derive(Debug, Serialize)]
pub(super) struct Phase {
    phase: &'static str,
    secondes: f64,
    /// Of all threads; absent where the system does not tell.
    secondes_processeur: Option<f64>,
    /// The most memory the program held up to its end, in MiB.
    memoire_mio: Option<f64>,
}

/// A bar on the screen, and a chronometer.
pub(super) struct Ecran {
    pub barre: ProgressBar,
    etat: Mutex<Etat>,
}

struct Etat {
    nom: &'static str,
    debut: Instant,
    processeur: Option<f64>,
    finies: Vec<Phase>,
}

impl Ecran {
    pub fn nouveau() -> Self {
        let style = ProgressStyle::with_template("{prefix:14} {wide_bar} {percent} %");
        let barre = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if !std::io::stderr().is_terminal() {
            barre.set_draw_target(ProgressDrawTarget::hidden());
        }
        barre.set_prefix("lecture");
        let etat = Etat { nom: "lecture", debut: Instant::now(), processeur: processeur(), finies: Vec::new() };
        Self { barre, etat: Mutex::new(etat) }
    }

    /// A phase begins: what the one before took is noted.
    pub fn etape(&self, nom: &'static str) {
        let mut etat = self.etat.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let maintenant = processeur();
        let phase = Phase {
            phase: etat.nom,
            secondes: etat.debut.elapsed().as_secs_f64(),
            secondes_processeur: maintenant.zip(etat.processeur).map(|(a, b)| a - b),
            memoire_mio: memoire(),
        };
        etat.finies.push(phase);
        (etat.nom, etat.debut, etat.processeur) = (nom, Instant::now(), maintenant);
        self.barre.set_prefix(nom);
        self.barre.set_position(0);
    }

    /// All phases; the bar goes away.
    pub fn finir(&self) -> Vec<Phase> {
        self.etape("");
        self.barre.finish_and_clear();
        std::mem::take(&mut self.etat.lock().unwrap_or_else(std::sync::PoisonError::into_inner).finies)
    }
}

impl Temoin for Ecran {
    fn phase(&self, nom: &'static str) {
        self.etape(nom);
    }

    fn avancement(&self, faites: u64, total: u64) {
        self.barre.set_length(total);
        self.barre.set_position(faites);
    }
}

/// Seconds of processor spent so far by all threads, in hundredths (Linux).
fn processeur() -> Option<f64> {
    let lu = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, between parentheses, may hold spaces.
    let mut champs = lu.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (utilisateur, systeme): (f64, f64) = (champs.next()?.parse().ok()?, champs.next()?.parse().ok()?);
    Some((utilisateur + systeme) / 100.0)
}

/// Peak memory so far, in MiB (Linux).
fn memoire() -> Option<f64> {
    let lu = std::fs::read_to_string("/proc/self/status").ok()?;
    let ligne = lu.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(ligne.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
