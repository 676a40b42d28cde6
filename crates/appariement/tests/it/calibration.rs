//! What is told before anything is accepted is what is seen, on files that hold brothers, sisters, twins and foyers. The draws are
//! fixed: a failure is the engine's, never the day's.

use passerelle_appariement::{Attendu, Decision, Decisions, Lien, Rapprochement, Registre};

use super::{Fiche, alea, fiche, lier};

const NOMS: [&str; 12] = ["bal", "cor", "dan", "fer", "gal", "hub", "jou", "lam", "mar", "nor", "pel", "zan"];
const PRENOMS: [&str; 24] = [
    "Lucas;M", "Emma;F", "Hugo;M", "Chloé;F", "Karim;M", "Nadia;F", "Inès;F", "Théo;M", "Sarah;F", "Kevin;M",
    "Moussa;M", "Awa;F", "Victor;M", "Julie;F", "Samira;F", "Samir;M", "Léa;F", "Tom;M", "Manon;F", "Yanis;M",
    "Alice;F", "Adama;M", "Clara;F", "Simon;M",
];
const VOISINS: [[&str; 2]; 8] = [
    ["Louis;M", "Louise;F"],
    ["Jean-Louis;M", "Jean-Marc;M"],
    ["Mamadou;M", "Mohamed;M"],
    ["Lina;F", "Lana;F"],
    ["Marie Rose;F", "Marie Claire;F"],
    ["Gabriel;M", "Gabrielle;F"],
    ["Mathis;M", "Mathias;M"],
    ["Fatima;F", "Fatoumata;F"],
];

/// Somebody, in fields.
#[derive(Clone)]
pub(super) struct Personne {
    famille: usize,
    nom: String,
    prenom: String,
    sexe: String,
    date: (usize, usize, usize),
    cp: usize,
    telephone: String,
}

/// A population, family by family: one in four has brothers or sisters, one in twenty-five twins, a house in three hundred is a
/// foyer; half of a house give its telephone; one family in five gave names that look alike.
fn population(graine: u64, combien: usize) -> Vec<Personne> {
    let mut tirer = alea(graine);
    let (mut gens, mut famille) = (Vec::new(), 0);
    while gens.len() < combien {
        famille += 1;
        let foyer = tirer(300) == 0;
        let jumeaux = tirer(25) == 0;
        let nombre = if foyer {
            15
        } else if jumeaux {
            2
        } else {
            [1, 1, 1, 2][tirer(4)]
        };
        let voisins = (nombre == 2 && tirer(5) == 0).then(|| VOISINS[tirer(VOISINS.len())]);
        let mut nom: String = (0..3).map(|_| NOMS[tirer(12)]).collect();
        let (cp, maison) = (93_000 + 10 * tirer(60), format!("06{:08}", tirer(100_000_000)));
        let mut date = (1 + tirer(28), 1 + tirer(12), 1990 + tirer(12));
        for rang in 0..nombre {
            if foyer {
                nom = (0..3).map(|_| NOMS[tirer(12)]).collect();
            }
            if rang > 0 && !jumeaux {
                date = (1 + tirer(28), 1 + tirer(12), 1990 + tirer(12));
            }
            let qui = voisins.map_or_else(|| PRENOMS[(tirer(12) + 12 * (rang % 2)) % 24], |v| v[rang]);
            let (prenom, sexe) = qui.split_once(';').unwrap();
            let telephone =
                if nombre > 1 && tirer(2) == 0 { maison.clone() } else { format!("07{:08}", tirer(100_000_000)) };
            let (nom, prenom, sexe) = (nom.clone(), prenom.to_owned(), sexe.to_owned());
            gens.push(Personne { famille, nom, prenom, sexe, date, cp, telephone });
        }
    }
    gens
}

/// A record of somebody, with the mistakes of people who type.
fn ecrire(p: &Personne, tirer: &mut impl FnMut(usize) -> usize) -> String {
    let mut p = p.clone();
    if tirer(12) == 0 {
        p.nom.remove(tirer(p.nom.len() - 1) + 1);
    }
    if tirer(30) == 0 && p.prenom.is_ascii() {
        p.prenom.remove(tirer(p.prenom.len() - 1) + 1);
    }
    if tirer(40) == 0 {
        p.date.2 = 1990 + tirer(12);
    } else if tirer(60) == 0 {
        p.date.0 = 1 + tirer(28);
    }
    if tirer(200) == 0 {
        p.sexe = if p.sexe == "M" { "F".into() } else { "M".into() };
    }
    if tirer(8) == 0 {
        p.cp = 93_000 + 10 * tirer(60);
    }
    match tirer(8) {
        0 => p.telephone = format!("07{:08}", tirer(100_000_000)),
        1 | 2 => p.telephone.clear(),
        _ => {}
    }
    let (j, m, a) = p.date;
    format!("{};;{};{j:02}/{m:02}/{a};{};{};;{};", p.nom, p.prenom, p.sexe, p.cp, p.telephone)
}

/// The people, and their records: in one file, some are there twice; in two, most are in both. The number tells who it is.
pub(super) fn fichiers(graine: u64, deux: bool) -> (Vec<Personne>, Vec<Fiche>, Option<Vec<Fiche>>) {
    let gens = population(graine, 1_600);
    let mut tirer = alea(graine ^ 0xabcd);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (rang, p) in gens.iter().enumerate() {
        let lieux = tirer(if deux { 4 } else { 3 });
        if lieux != 1 {
            a.push(fiche(&format!("A{rang}"), &ecrire(p, &mut tirer)));
        }
        if lieux < 2 || deux && lieux == 2 {
            b.push(fiche(&format!("B{rang}"), &ecrire(p, &mut tirer)));
        }
    }
    if deux {
        return (gens, a, Some(b));
    }
    a.extend(b);
    (gens, a, None)
}

/// What the draws gave, all together.
#[derive(Default)]
struct Bilan {
    /// By tenth of probability, pairs that no rule capped: how many, their probabilities, the true ones.
    tas: [(f64, f64, f64); 10],
    /// Draws whose expected interval held what was seen: of the links, then of those accepted together.
    tenus: [usize; 2],
    surs: usize,
    faux_surs: usize,
    attendus_faux: f64,
    fratries: usize,
    fratries_liees: usize,
    tirages: usize,
}

impl Bilan {
    fn ajouter(&mut self, gens: &[Personne], registre: &Registre, fait: &Rapprochement) {
        let qui = |rang: usize| registre.identifiant(rang)[1..].parse::<usize>().unwrap();
        let vrai = |l: &Lien| qui(l.a) == qui(l.b);
        for l in fait.liens.iter().filter(|l| l.probabilite != 0.5) {
            let tas = &mut self.tas[((l.probabilite * 10.0) as usize).min(9)];
            *tas = (tas.0 + 1.0, tas.1 + l.probabilite, tas.2 + f64::from(u8::from(vrai(l))));
        }
        let q = &fait.rapport.qualite;
        let parmi = |garde: fn(&Lien) -> bool| fait.liens.iter().filter(|l| garde(l)).collect::<Vec<_>>();
        let (lies, surs) = (parmi(|l| l.decision == Decision::Lien), parmi(Lien::sur));
        assert_eq!((q.liens, q.surs), (lies.len() as u64, surs.len() as u64));
        let tient = |attendu: Attendu, pris: &[&Lien]| {
            let vue = pris.iter().filter(|l| vrai(l)).count() as f64 / pris.len() as f64;
            attendu.bas <= vue && vue <= attendu.haut
        };
        self.tenus[0] += usize::from(tient(q.precision, &lies));
        self.tenus[1] += usize::from(tient(q.precision_des_surs, &surs));
        self.surs += surs.len();
        self.faux_surs += surs.iter().filter(|l| !vrai(l)).count();
        self.attendus_faux += surs.len() as f64 * (1.0 - q.precision_des_surs.valeur);
        let freres = |l: &&Lien| qui(l.a) != qui(l.b) && gens[qui(l.a)].famille == gens[qui(l.b)].famille;
        self.fratries_liees += lies.iter().copied().filter(freres).count();
        let rangs: Vec<usize> = (0..registre.taille()).map(qui).collect();
        for (x, un) in rangs.iter().enumerate() {
            let suivants = rangs.iter().skip(if registre.deux_sources() { registre.fin_premiers() } else { x + 1 });
            if x < registre.fin_premiers() {
                self.fratries += suivants.filter(|y| **y != *un && gens[**y].famille == gens[*un].famille).count();
            }
        }
        self.tirages += 1;
    }
}

/// Files simulated.
const TIRAGES: u64 = 12;

fn simuler(deux: bool) -> Bilan {
    let mut bilan = Bilan::default();
    for graine in 1..=TIRAGES {
        let (gens, a, b) = fichiers(graine, deux);
        let (registre, fait) = lier(&a, b.as_deref(), &Decisions::default(), 1);
        bilan.ajouter(&gens, &registre, &fait);
    }
    bilan
}

#[test]
fn probabilities_intervals_and_what_is_accepted_together_are_as_told_on_files_with_siblings() {
    for deux in [false, true] {
        let b = simuler(deux);
        let dire = || {
            let tas: Vec<String> = b.tas.iter().map(|(n, p, v)| format!("{n} {:.3} {:.3}", p / n, v / n)).collect();
            format!(
                "two files: {deux}; held {:?} of {}; sure {} false {} expected {:.2}; siblings {} linked {}; {tas:?}",
                b.tenus, b.tirages, b.surs, b.faux_surs, b.attendus_faux, b.fratries, b.fratries_liees
            )
        };
        // Pairs of two brothers or sisters: one in a thousand is linked at most.
        assert!(b.fratries > 2_000 && b.fratries_liees * 1_000 <= b.fratries, "{}", dire());
        // The interval told holds what is seen in eleven draws of twelve at least.
        assert!(b.tenus.iter().all(|t| *t + 1 >= b.tirages), "{}", dire());
        // Accepted together: no more false ones than three standard errors above what is expected.
        let plafond = b.attendus_faux + 3.0 * b.attendus_faux.sqrt() + 1.0;
        assert!(b.surs > 5_000 && b.faux_surs as f64 <= plafond, "{}", dire());
        // Where a tenth holds enough pairs, the share that is true is the probability told, give or take.
        for (rang, (n, p, v)) in b.tas.iter().enumerate().filter(|(_, t)| t.0 >= 30.0) {
            let (dite, vue) = (p / n, v / n);
            let marge = 0.15 + 3.0 * (dite * (1.0 - dite) / n).sqrt();
            assert!((dite - vue).abs() <= marge || rang == 9 && vue >= dite, "{rang}: {dite:.3} {vue:.3}; {}", dire());
        }
    }
}
