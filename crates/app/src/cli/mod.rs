//! The command line: one file per command.

/// `println!` for a program whose reader may be gone: it goes on with its work, and does not die of it.
macro_rules! dire {
    ($($texte:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($texte)*);
    }};
}

mod adresse;
mod apparier;
mod bilan;
mod cle;
mod compte;
mod conservation;
mod contrats;
mod demo;
mod francais;
mod gabarit;
mod impact;
mod import;
mod jour;
mod journal;
mod positionnements;
mod restaurer;
mod sauvegarde;
mod serve;
mod tirage;
mod veille;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

/// La plateforme partagée d'un territoire d'apprentissage.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, max_term_width = 100)]
struct Ligne {
    /// Fuseau horaire du territoire : `Indian/Reunion`, `America/Martinique`… Il dit l'heure des rendez-vous et le jour
    /// où l'on est.
    #[arg(long, env = "PASSERELLE_FUSEAU", default_value = "Europe/Paris", global = true, display_order = 900)]
    fuseau: String,
    #[command(subcommand)]
    commande: Commande,
}

#[derive(Debug, Subcommand)]
enum Commande {
    /// Lit des fichiers d'échange (dossier de livraison ou fichiers seuls) et les enregistre.
    Import(import::Import),
    /// Dit ce que sont les colonnes d'un fichier qui n'a pas celles de Passerelle.
    Gabarit(gabarit::Gabarit),
    /// Calcule le bilan d'une période, chaque chiffre d'après les faits.
    Bilan(bilan::Bilan),
    /// Dit ce que la base sait d'un contrat.
    Contrats(contrats::Contrats),
    /// Sert le site.
    Serve(serve::Serve),
    /// Montre Passerelle sur un territoire fictif.
    Demo(demo::Demo),
    /// Dit combien de temps prennent les réponses aux demandes de place.
    Positionnements(positionnements::Positionnements),
    /// Tire au sort devant témoins, et vérifie un tirage.
    Tirage(tirage::Tirage),
    /// Mesure ce qu'un programme a changé, d'après le tirage qui l'a précédé.
    Impact(impact::Impact),
    /// Dit qui est qui entre deux fichiers sans numéro commun, ou cherche les doublons d'un seul.
    Apparier(apparier::Apparier),
    /// Ouvre des comptes et affiche leurs liens à usage unique.
    Compte(compte::Compte),
    /// Vérifie que le journal n'a pas été modifié.
    Journal(journal::Journal),
    /// Vérifie, ou change, la clé qui scelle les secrets de la base.
    Cle(cle::Cle),
    /// Prévient puis efface ce qui n'a plus à être gardé.
    Conservation(conservation::Conservation),
    /// Copie la base dans un fichier, même pendant que le site sert.
    Sauvegarde(sauvegarde::Sauvegarde),
    /// Remplit une base d'après une sauvegarde.
    Restaurer(restaurer::Restaurer),
}

/// Runs the command asked for; a failure is one sentence on the error output.
pub async fn executer() -> ExitCode {
    let filtre = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filtre).with_writer(std::io::stderr).init();
    let ligne = francais::en_francais(Ligne::command()).try_get_matches();
    let ligne = match ligne.and_then(|lues| Ligne::from_arg_matches(&lues)) {
        Ok(ligne) => ligne,
        // Help and version are asked for: what is written is what was wanted.
        Err(erreur) if !erreur.use_stderr() => erreur.exit(),
        Err(erreur) if erreur.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => erreur.exit(),
        Err(erreur) => {
            eprintln!("passerelle : {}", francais::faute(&erreur));
            return ExitCode::from(2);
        }
    };
    if let Err(erreur) = passerelle_base::fixer_fuseau(&ligne.fuseau) {
        eprintln!("passerelle : {erreur}");
        return ExitCode::from(2);
    }
    let fait = match ligne.commande {
        Commande::Import(c) => c.executer().await,
        Commande::Gabarit(c) => c.executer(),
        Commande::Bilan(c) => c.executer().await,
        Commande::Contrats(c) => c.executer().await,
        Commande::Serve(c) => c.executer().await,
        Commande::Demo(c) => c.executer().await,
        Commande::Positionnements(c) => c.executer().await,
        Commande::Tirage(c) => c.executer().await,
        Commande::Impact(c) => c.executer().await,
        Commande::Apparier(c) => c.executer().await,
        Commande::Compte(c) => c.executer().await,
        Commande::Journal(c) => c.executer().await,
        Commande::Cle(c) => c.executer().await,
        Commande::Conservation(c) => c.executer().await,
        Commande::Sauvegarde(c) => c.executer().await,
        Commande::Restaurer(c) => c.executer().await,
    };
    match fait {
        Ok(code) => code,
        Err(erreur) => {
            eprintln!("passerelle : {erreur:#}");
            ExitCode::from(2)
        }
    }
}
