"""Names for the generator: common French names, names of families come from elsewhere, and a long invented tail."""

FRANCE = """martin bernard thomas petit robert richard durand dubois moreau laurent simon michel lefebvre leroy roux david bertrand
morel fournier girard bonnet dupont lambert fontaine rousseau vincent muller lefevre faure andre mercier blanc guerin boyer garnier
chevalier francois legrand gauthier garcia perrin robin clement morin nicolas henry roussel mathieu gautier masson marchand duval
denis dumont marie lemaire noel meyer dufour meunier brun blanchard giraud joly riviere lucas brunet gaillard barbier arnaud martinez
gerard roche renard schmitt roy leroux colin vidal caron picard roger fabre aubert lemoine renaud dumas lacroix olivier philippe
bourgeois pierre benoit rey leclerc payet rolland leclercq guillaume lecomte lopez jean dupuy guillot hubert berger carpentier sanchez
dupuis moulin louis deschamps huet vasseur perez boucher fleury royer klein jacquet adam paris poirier marty aubry guyot carre charles
renault charpentier menard maillard baron bertin bailly herve schneider fernandez le_gall collet leger bouvier julien prevost millet
perrot daniel le_roux cousin germain breton besson langlois remy le_goff pelletier leveque perrier leblanc barre lebrun marchal weber
mallet hamon boulanger jacob monnier michaud rodriguez guichard gillet etienne grondin poulain tessier chevallier collin chauvin
da_silva bouchet gay lemaitre benard marechal humbert reynaud antoine hoarau perret barthelemy cordier pichon lejeune gilbert lamy
delaunay pasquier carlier laporte de_oliveira dos_santos de_sousa le_corre d_alencon du_plessis de_la_croix""".split()

AILLEURS = """traore diallo diarra coulibaly keita konate camara sissoko toure sylla ba sow ndiaye diop fall gueye cisse kone ouattara
bamba benali ben_ali benamar haddad mansouri bouzid saidi hamidi cherif belkacem bouaziz slimani khelifi amrani el_amrani el_idrissi
bennani alaoui chakir ouali ait_ahmed mebarki ferhat hamdi trabelsi ben_salah jlassi gharbi yilmaz kaya demir celik sahin yildiz
ozturk aydin nguyen tran pham le_van huynh chen wang zhang singh kaur mohamed ahmed islam rahman ferreira pereira rodrigues gomes
silva martins kovacs popescu ionescu petrov ivanov kamara mendy sarr faye mbaye niang bah barry balde nkunku mbappe mukendi ilunga
kabongo tshibangu""".split()

PRENOMS = {
    "M": """lucas thomas hugo theo enzo nathan maxime antoine alexandre clement quentin romain julien nicolas kevin florian valentin
pierre paul louis jules adrien dylan anthony benjamin guillaume mathis leo gabriel raphael arthur tom baptiste simon victor axel
jean-baptiste jean-pierre jean pierre-louis remi damien jeremy mickael jonathan alexis corentin tristan matthieu""".split(),
    "F": """emma lea chloe manon camille laura marie sarah pauline marine julie anais lucie justine ines oceane mathilde charlotte
clara elise melanie elodie morgane alice jade louise lola zoe eva margaux juliette marion amandine audrey celine aurelie emilie
anne-sophie marie-laure anne marie-claire lisa noemie solene agathe helene claire""".split(),
    "Mx": """mohamed mohammed yanis mehdi rayan bilal amine karim samir ismael ibrahim mamadou moussa amadou abdoulaye oumar cheikh
ousmane boubacar adama youssef ali hassan omar said walid sofiane nassim ilyes hamza anis mustafa emre burak minh tuan joao""".split(),
    "Fx": """fatima fatoumata aminata mariam aissata awa kadiatou khadija nadia samira leila yasmine amina sabrina salma meriem imane
sarah ines aicha hawa rokia binta ramatoulaye zeynep elif linh mai ana beatriz assia lina nour kenza farah""".split(),
}

# Writings of the same given name that are met in files.
VARIANTES = {
    "mohamed": ["mohammed", "mohamad", "muhammad", "med"], "mohammed": ["mohamed", "muhamed"], "theo": ["teo"],
    "mathieu": ["matthieu"], "matthieu": ["mathieu"], "mickael": ["michael", "mikael"], "youssef": ["yousef", "youcef"],
    "fatoumata": ["fatimata", "fatou"], "fatima": ["fatma"], "aicha": ["aissata", "aisha"], "yanis": ["yannis"], "rayan": ["ryan", "rayane"],
    "alexandre": ["alex"], "benjamin": ["ben"], "chloe": ["cloe"], "ines": ["inès"], "remi": ["remy"], "anthony": ["antony"],
    "jeremy": ["jeremie"], "ibrahim": ["brahim", "ibrahima"], "mamadou": ["mamadu"], "khadija": ["kadija", "khadidja"],
    "elise": ["elisa"], "sofiane": ["soufiane"], "mehdi": ["medhi"], "ilyes": ["ilyas", "elias"], "cheikh": ["cheick"],
    "yasmine": ["jasmine"], "amandine": ["mandine"], "nicolas": ["nico"], "melanie": ["mélanie"],
}

# Given names of two brothers or sisters that look alike: a man's and a woman's, compound names with a word in common, writings of
# one family of names, names a letter apart.
VOISINS = [[tuple(p.split("/")) for p in paire.split()] for paire in """
louis/M louise/F;gabriel/M gabrielle/F;paul/M paule/F;simon/M simone/F;julien/M julienne/F;jean/M jeanne/F;valentin/M valentine/F
justin/M justine/F;raphael/M raphaelle/F;michel/M michelle/F;leo/M lea/F;emmanuel/M emmanuelle/F;adrien/M adrienne/F;martin/M martine/F
jean-louis/M jean-pierre/M;jean-marc/M jean-paul/M;marie-claire/F marie-rose/F;anne-sophie/F anne-laure/F;mohamed-ali/M mohamed-amine/M
mohamed-lamine/M mohamed-salim/M;marie-laure/F marie-pierre/F;jean-baptiste/M jean-francois/M
mamadou/M mohamed/M;fatima/F fatoumata/F;ahmed/M amadou/M;aissata/F aicha/F;ibrahim/M abraham/M;ousmane/M othman/M;mariam/F myriam/F
lina/F lana/F;enzo/M kenzo/M;mathis/M mathias/M;julie/F julia/F;elise/F elisa/F;romain/M roman/M;adam/M adama/M;noe/M noa/M;ines/F inaya/F
rayan/M ryad/M;ilyes/M ilyan/M;assia/F assa/F;nadia/F nadine/F;karim/M kamil/M;lena/F luna/F
""".replace("\n", ";").strip(";").split(";")]

ACCENTS = {
    "theo": "Théo", "leo": "Léo", "chloe": "Chloé", "lea": "Léa", "ines": "Inès", "oceane": "Océane", "melanie": "Mélanie", "zoe": "Zoé",
    "aurelie": "Aurélie", "emilie": "Émilie", "noemie": "Noémie", "solene": "Solène", "helene": "Hélène", "clement": "Clément",
    "remi": "Rémi", "jeremy": "Jérémy", "raphael": "Raphaël", "mickael": "Mickaël", "anais": "Anaïs", "elodie": "Élodie", "celine": "Céline",
    "traore": "Traoré", "toure": "Touré", "cisse": "Cissé", "kone": "Koné", "lefevre": "Lefèvre", "riviere": "Rivière", "keita": "Keïta",
    "herve": "Hervé", "andre": "André", "remy": "Rémy", "leger": "Léger", "prevost": "Prévost", "besson": "Besson", "guerin": "Guérin",
}

_DEBUTS = "bal ber bon bou bre cal cam car chal char com cor cou cre dal dar del des don dor fal far fer fon for gal gar gas gir gou gran gre jou lab lam lan lar lav leb lef mal man mar mau mer mon mor nor pal par pas pel per pin pla pon pou pra qui ram ren rib ros rou sab sal sar ser sou tal tar ter til tou tri val var ver vil vin".split()
_MILIEUX = "a be bi bo ce che de di do ga ge gue la le li lo ma me mi mo na ne ni no pa pe pi ra re ri ro sa se si so ta te ti to va ve vi".split()
_FINS = "ard aud ault eau elle er et ette ez ier iere in let lin lot mont neau net nier niez non quet rat reau ret rier rin ron rot roy sac sel ssier tel teau tier tin ton tot ville x".split()


def longue_traine(alea, combien):
    """Invented surnames, all different."""
    vus = {}
    while len(vus) < combien:
        milieux = "".join(alea.choice(_MILIEUX) for _ in range(alea.choice((0, 1, 1, 2))))
        vus[alea.choice(_DEBUTS) + milieux + alea.choice(_FINS)] = None
    return list(vus)
