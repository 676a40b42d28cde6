//! The young people of a study and the dated facts known of each, read from the base. No name is read.

use std::collections::{BTreeMap, HashMap, HashSet};

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use passerelle_tirage::{ProcesVerbal, rejouer};
use sea_orm::{FromQueryResult, Value};

use super::faits::Faits;
use super::liens;
use super::lots::par_lots;
use super::model::Protocole;
use super::rules::{Lien, Personne, inconnu, prise, tranche_age};
use super::store::Etude;
use passerelle_faits::tirages;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;

/// Somebody of the population.
#[derive(Clone, Debug)]
pub(super) struct Membre {
    pub jeune: Id<Jeune>,
    pub traite: bool,
    pub prise: Option<bool>,
    /// Values of site, wave and stratum, by code.
    pub strates: BTreeMap<&'static str, String>,
    /// Values of the covariates, by code.
    pub traits: BTreeMap<&'static str, String>,
    pub personne: Personne,
    pub lien: Lien,
    /// Their identifier in the minutes of the draw.
    pub tire: Option<String>,
}

/// The population, and who is not in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Population {
    pub membres: Vec<Membre>,
    /// People who objected: neither extracted nor asked.
    pub opposees: usize,
    /// People drawn whom no file of the base answers to.
    pub non_reliees: usize,
}

impl Population {
    /// Who is in it.
    pub fn jeunes(&self) -> Vec<Id<Jeune>> {
        self.membres.iter().map(|m| m.jeune).collect()
    }
}

#[derive(Clone, Debug)]
struct Candidat {
    jeune: Id<Jeune>,
    depart: Date,
    traite: Option<bool>,
    strates: BTreeMap<&'static str, String>,
    tire: Option<String>,
}

/// Reads the population of a protocol.
pub(super) async fn lire(
    conn: &impl Executeur,
    etude: Id<Etude>,
    p: &Protocole,
    minutes: Option<&str>,
) -> anyhow::Result<Population> {
    let (candidats, non_reliees) = match minutes {
        Some(minutes) if p.tire() => du_tirage(conn, p, minutes).await?,
        _ => (de_la_base(conn, p).await?, 0),
    };
    let ids: Vec<Id<Jeune>> = candidats.iter().map(|c| c.jeune).collect();
    let opposes: HashSet<Id<Jeune>> =
        par_lots::<Qui>(conn, "SELECT jeune_id FROM oppositions WHERE jeune_id IN ", &ids)
            .await?
            .into_iter()
            .map(|q| q.jeune_id)
            .collect();
    let faits = Faits::lire(conn, &ids).await?;
    let liens = liens::lire(conn, &ids).await?;
    let reponses = reponses(conn, etude, p).await?;
    let mut population = Population { non_reliees, ..Population::default() };
    for c in candidats {
        if opposes.contains(&c.jeune) {
            population.opposees += 1;
            continue;
        }
        // Merged or erased between two readings: nobody any more.
        let Some(etat_civil) = faits.civils.get(&c.jeune) else {
            population.non_reliees += usize::from(c.tire.is_some());
            continue;
        };
        if !faits.suivie_par(&c.jeune, &p.population.structures) {
            continue;
        }
        let personne = faits.personne(&c.jeune, c.depart, reponses.get(&c.jeune).cloned().unwrap_or_default());
        let action = &p.population.action;
        let entree = (!action.is_empty()).then(|| prise(&personne, action, p.population.delai_prise));
        let mut strates = c.strates;
        strates.entry("site").or_insert_with(|| faits.site(&c.jeune, c.depart));
        let traits = BTreeMap::from([
            ("age", tranche_age(etat_civil.date_naissance, c.depart).to_owned()),
            ("sexe", etat_civil.sexe.clone().unwrap_or_else(inconnu)),
            ("qpv", etat_civil.qpv.map_or_else(inconnu, |q| if q { "oui" } else { "non" }.to_owned())),
            ("niveau", etat_civil.niveau.clone().unwrap_or_else(inconnu)),
            ("prescripteur", faits.prescripteurs.get(&c.jeune).cloned().unwrap_or_else(inconnu)),
        ]);
        population.membres.push(Membre {
            jeune: c.jeune,
            traite: c.traite.unwrap_or(entree == Some(true)),
            prise: if p.tire() { entree } else { None },
            strates,
            traits,
            personne,
            lien: liens.get(&c.jeune).copied().unwrap_or_default(),
            tire: c.tire,
        });
    }
    Ok(population)
}

#[derive(FromQueryResult)]
struct Qui {
    jeune_id: Id<Jeune>,
}

#[derive(FromQueryResult)]
struct Depart {
    jeune_id: Id<Jeune>,
    depart: Date,
}

/// People who begin in the period, by a fact of the base.
async fn de_la_base(conn: &impl Executeur, p: &Protocole) -> Resultat<Vec<Candidat>> {
    let pop = &p.population;
    let (sql, action) = match pop.depart.as_str() {
        "accueil" => (
            "SELECT j.id AS jeune_id, j.date_premier_accueil AS depart FROM jeunes j WHERE j.date_premier_accueil >= $1 \
             AND j.date_premier_accueil <= $2 AND j.fusionne_dans IS NULL AND j.efface_le IS NULL ORDER BY j.id",
            None,
        ),
        _ => (
            "SELECT o.jeune_id, min(o.date) AS depart FROM positionnements o JOIN actions a ON a.id = o.action_id \
             WHERE o.date >= $1 AND o.date <= $2 AND a.code = $3 GROUP BY o.jeune_id ORDER BY o.jeune_id",
            Some(pop.action.clone()),
        ),
    };
    let valeurs = [Value::from(pop.du), pop.au.into()].into_iter().chain(action.map(Value::from));
    let lus: Vec<Depart> = db::lignes(conn, sql, valeurs).await?;
    let candidat = |d: Depart| Candidat {
        jeune: d.jeune_id,
        depart: d.depart,
        traite: None,
        strates: BTreeMap::new(),
        tire: None,
    };
    Ok(lus.into_iter().map(candidat).collect())
}

/// Checks minutes, and that they know the arm.
pub(super) fn verifier_minutes(minutes: &str, bras: &str) -> anyhow::Result<ProcesVerbal> {
    let pv = rejouer(minutes).map_err(|d| {
        let ou = d.first().map(ToString::to_string).unwrap_or_default();
        anyhow::anyhow!(
            "Ce procès-verbal n'est pas exact : {ou}. Déposez le fichier proces-verbal.json tel qu'il a été remis."
        )
    })?;
    let connus = pv.dossier().protocole().bras();
    if !bras.is_empty() && !connus.iter().any(|b| b == bras) {
        anyhow::bail!("Le procès-verbal n'a pas de bras « {bras} » ; ses bras sont : {}.", connus.join(", "));
    }
    Ok(pv)
}

/// People drawn. Unless the draw was made here, their identifier is the one of their file, or `STRUCTURE:NUMERO`.
async fn du_tirage(conn: &impl Executeur, p: &Protocole, minutes: &str) -> anyhow::Result<(Vec<Candidat>, usize)> {
    let pv = verifier_minutes(minutes, &p.population.bras)?;
    let (protocole, liste) = (pv.dossier().protocole(), pv.dossier().liste());
    let voulu = protocole.bras().iter().position(|b| *b == p.population.bras);
    let identifiants = liste.candidats().iter().map(|c| c.identifiant.as_str());
    // A draw made here names nobody: its own table says whose each pseudonym is.
    let qui = match p.population.tirage {
        Some(id) => {
            let inscrits = tirages::inscrits(conn, id).await?;
            identifiants.filter_map(|i| inscrits.get(i).map(|j| (i, *j))).collect()
        }
        None => numeros(conn, identifiants).await?,
    };
    let (mut candidats, mut non_reliees, mut vus) = (Vec::new(), 0, HashSet::new());
    for (c, place) in liste.candidats().iter().zip(&pv.tirage().places) {
        let Some(bras) = place.as_ref().and_then(|p| p.bras) else { continue };
        // Two identifiers of one person would count them twice: the second is told as unlinked.
        let Some(jeune) = qui.get(c.identifiant.as_str()).copied().filter(|j| vus.insert(*j)) else {
            non_reliees += 1;
            continue;
        };
        let groupe = &liste.groupes()[c.groupe];
        candidats.push(Candidat {
            jeune,
            depart: p.population.du,
            traite: Some(voulu == Some(bras as usize)),
            strates: BTreeMap::from([
                ("site", protocole.sites()[groupe.site].code.clone()),
                ("vague", protocole.vagues()[groupe.vague].clone()),
                ("strate", if groupe.strate.is_empty() { inconnu() } else { groupe.strate.clone() }),
            ]),
            tire: Some(c.identifiant.clone()),
        });
    }
    Ok((candidats, non_reliees))
}

#[derive(FromQueryResult)]
struct Numero {
    code: String,
    numero: String,
    jeune_id: Id<Jeune>,
}

/// The young person of each identifier of a draw.
async fn numeros<'a>(
    conn: &impl Executeur,
    identifiants: impl Iterator<Item = &'a str>,
) -> Resultat<HashMap<&'a str, Id<Jeune>>> {
    let sql = "SELECT s.code, n.numero, n.jeune_id FROM numeros n JOIN structures s ON s.id = n.structure_id";
    let connus: Vec<Numero> = db::lignes(conn, sql, []).await?;
    let connus: HashMap<String, Id<Jeune>> =
        connus.into_iter().map(|n| (format!("{}:{}", n.code, n.numero), n.jeune_id)).collect();
    let de = |i: &str| connus.get(i).copied().or_else(|| i.parse().ok());
    Ok(identifiants.filter_map(|i| de(i).map(|j| (i, j))).collect())
}

#[derive(FromQueryResult)]
struct ReponseLue {
    jeune_id: Id<Jeune>,
    reponses: Option<String>,
}

/// What each person answered, by column.
async fn reponses(
    conn: &impl Executeur,
    etude: Id<Etude>,
    p: &Protocole,
) -> anyhow::Result<HashMap<Id<Jeune>, Vec<(String, f64)>>> {
    if p.questions().next().is_none() {
        return Ok(HashMap::new());
    }
    let sql = "SELECT i.jeune_id, i.reponses FROM enquetes_invitations i JOIN enquetes q ON q.id = i.enquete_id \
               WHERE i.reponses IS NOT NULL AND q.etude_id = $1";
    let lues: Vec<ReponseLue> = db::lignes(conn, sql, [etude.into()]).await?;
    let mut par_jeune = HashMap::new();
    for r in lues {
        let dites: BTreeMap<String, f64> = serde_json::from_str(r.reponses.as_deref().unwrap_or("{}"))?;
        par_jeune.insert(r.jeune_id, dites.into_iter().collect());
    }
    Ok(par_jeune)
}

/// The first day on which an outcome of the population was known, up to `jour`.
pub(super) fn premiere(population: &Population, p: &Protocole, jour: Date) -> Option<Date> {
    let de = |m: &Membre| super::rules::premiere_issue(&m.personne, &p.issues, jour);
    population.membres.iter().filter_map(de).min()
}

/// The month of a day, `2017-03`.
pub(super) fn mois(jour: Date) -> String {
    jour.format("%Y-%m").to_string()
}

/// An instant as a day in Paris.
pub(super) fn jour_de(instant: Instant) -> Date {
    instant.date_paris()
}
