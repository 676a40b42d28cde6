//! Given names heard in Seine-Saint-Denis, and surnames made of syllables so that they belong to
//! nobody.

use std::sync::LazyLock;

use super::alea::Alea;

const FILLES: &str = "\
    Aïcha Alicia Amel Amina Aminata Anaïs Andréa Anissa Assia Astou Awa Beatriz Binta Camille \
    Carla Chaïma Chloé Clara Daphné Diana Djamila Élodie Emma Estelle Fanta Farah Fatima Fatou \
    Flora Gabriela Grâce Hadja Hanane Hawa Inaya Inès Irina Jade Jeanne Jessica Julie Kadiatou \
    Karima Khadija Lamia Laura Léa Leïla Linda Lola Louise Mame Manon Margaux Mariam Marina \
    Marwa Maya Mélissa Meryem Myriam Nadia Naïma Nawel Nina Noémie Nour Oumou Pauline Priya \
    Rania Rokia Romane Sabrina Safia Salimata Samira Sara Shanice Sirine Sofia Sonia Sophie \
    Soukaïna Tania Tina Wendy Yasmine Yousra Zeynep Zoé";

const GARCONS: &str = "\
    Abdel Abdoulaye Adama Adel Alassane Alexandre Ali Amadou Amine Anthony Antoine Aymen Ayoub \
    Bakary Bilal Boubacar Brahim Bryan Cédric Cheikh Christopher Clément Cyril Damien David \
    Demba Driss Dylan Emre Enzo Fabien Farid Florian Gabriel Hamza Hicham Hugo Ibrahima Idriss \
    Ilyes Ismaël Issa Jason Jérémy Jordan Joseph Julien Karim Kenny Kévin Khalil Lamine Lassana \
    Loïc Luca Lucas Mamadou Mathieu Mehdi Melvin Moussa Nabil Nassim Nathan Nelson Nicolas Omar \
    Oumar Ousmane Paulo Quentin Rayan Rémi Ricardo Romain Ruben Ryan Saïd Samba Samuel Seydou \
    Sofiane Steven Tarek Théo Thomas Tidiane Valentin Victor Vikram Walid Wassim Yacine Yanis \
    Youssef Zakaria";

/// First halves; each goes with each second half of its own family.
const DEBUTS: [&[&str]; 2] = [
    &[
        "Ronce", "Brume", "Saulé", "Calame", "Houble", "Jonqui", "Lorio", "Marsou", "Nénu", "Ormi", "Pervi", "Quinto",
        "Tilla", "Ulmé", "Verveni", "Yèvri", "Fauvi", "Gravé", "Alisi", "Bouvre", "Chardo", "Dorni", "Églan", "Frêli",
        "Mélilo", "Sitté", "Troène", "Viorni",
    ],
    &[
        "Tamou", "Zira", "Kalin", "Bélou", "Nadiro", "Sorou", "Mavé", "Doki", "Yaru", "Ossé", "Léka", "Guimo", "Fadou",
        "Wéri", "Ibaro", "Ravi", "Cassou", "Hédi", "Pélu", "Jorou", "Antari", "Moré",
    ],
];

const FINS: [&[&str]; 2] = [
    &[
        "lande", "sarelle", "mandre", "boisel", "quintel", "falune", "rivelle", "tamare", "gravois", "plaigne",
        "vernelle", "sourcel", "drelin", "cormel", "pluvier", "ronzel",
    ],
    &[
        "kélan", "ravou", "diméo", "sanélou", "tirané", "mondélo", "vakéra", "bilouko", "zaméri", "lagané", "nétouva",
        "pirado", "goulani", "séraki",
    ],
];

/// A given name for a girl (`femme`) or a boy.
pub(super) fn prenom(alea: &mut Alea, femme: bool) -> &'static str {
    static LISTES: LazyLock<[Vec<&str>; 2]> =
        LazyLock::new(|| [GARCONS, FILLES].map(|l| l.split_whitespace().collect()));
    alea.un(&LISTES[usize::from(femme)])
}

/// A surname that nobody bears.
pub(super) fn nom(alea: &mut Alea) -> String {
    let famille = alea.sous(2);
    format!("{}{}", alea.un(DEBUTS[famille]), alea.un(FINS[famille]))
}
