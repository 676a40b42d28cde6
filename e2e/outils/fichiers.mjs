// Reads what Passerelle gives and writes what it is given: CSV and XLSX, with nothing but Node.
import zlib from 'node:zlib';

/** The rows of a CSV written by Passerelle (semicolons, doubled quotes). */
export function lireCsv(octets) {
  const texte = octets.toString('utf8').replace(/^\uFEFF/, '');
  const lignes = [];
  let ligne = [];
  let cellule = '';
  let cite = false;
  for (let i = 0; i < texte.length; i++) {
    const c = texte[i];
    if (cite) {
      if (c === '"' && texte[i + 1] === '"') cellule += texte[++i];
      else if (c === '"') cite = false;
      else cellule += c;
    } else if (c === '"') cite = true;
    else if (c === ';' || c === '\n') {
      ligne.push(cellule.replace(/\r$/, ''));
      cellule = '';
      if (c === '\n') lignes.push(ligne.splice(0));
    } else cellule += c;
  }
  if (cellule || ligne.length) lignes.push([...ligne, cellule]);
  return lignes;
}

/** The files of a ZIP archive, as its central directory says. */
export function deplier(octets) {
  const fin = octets.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (fin < 0) throw new Error('ce n\'est pas une archive ZIP');
  const fichiers = {};
  let o = octets.readUInt32LE(fin + 16);
  for (let n = octets.readUInt16LE(fin + 10); n > 0; n--) {
    const [methode, taille] = [octets.readUInt16LE(o + 10), octets.readUInt32LE(o + 20)];
    const [nom, extra, note] = [28, 30, 32].map((d) => octets.readUInt16LE(o + d));
    const local = octets.readUInt32LE(o + 42);
    const debut = local + 30 + octets.readUInt16LE(local + 26) + octets.readUInt16LE(local + 28);
    const brut = octets.subarray(debut, debut + taille);
    fichiers[octets.toString('utf8', o + 46, o + 46 + nom)] = methode === 8 ? zlib.inflateRawSync(brut) : brut;
    o += 46 + nom + extra + note;
  }
  return fichiers;
}

/** How many rows the first sheet of an XLSX holds, titles included. */
export function lignesXlsx(octets) {
  const feuille = deplier(octets)['xl/worksheets/sheet1.xml'].toString('utf8');
  return feuille.match(/<row\b/g)?.length ?? 0;
}

const TABLE_CRC = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (octets) => (octets.reduce((c, o) => TABLE_CRC[(c ^ o) & 0xff] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** A ZIP archive, stored. */
function plier(fichiers) {
  const locaux = [];
  const central = [];
  let place = 0;
  for (const [nom, texte] of Object.entries(fichiers)) {
    const [n, corps] = [Buffer.from(nom), Buffer.from(texte)];
    const commun = Buffer.alloc(26);
    commun.writeUInt16LE(20, 0);
    commun.writeUInt32LE(crc(corps), 10);
    commun.writeUInt32LE(corps.length, 14);
    commun.writeUInt32LE(corps.length, 18);
    commun.writeUInt16LE(n.length, 22);
    locaux.push(Buffer.from('PK\x03\x04', 'latin1'), commun, n, corps);
    const suite = Buffer.alloc(14);
    suite.writeUInt32LE(place, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), commun, suite, n);
    place += 30 + n.length + corps.length;
  }
  const repertoire = Buffer.concat(central);
  const fin = Buffer.alloc(22);
  fin.write('PK\x05\x06', 'latin1');
  fin.writeUInt16LE(Object.keys(fichiers).length, 8);
  fin.writeUInt16LE(Object.keys(fichiers).length, 10);
  fin.writeUInt32LE(repertoire.length, 12);
  fin.writeUInt32LE(place, 16);
  return Buffer.concat([...locaux, repertoire, fin]);
}

/** An XLSX, all text, as a spreadsheet would give it: its sheet, and others by their names. */
export function ecrireXlsx(lignes, autres = {}) {
  const xml = (corps) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${corps}`;
  const sur = (t) => t.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const rangee = (l, r) =>
    `<row r="${r + 1}">${l.map((t, c) => `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${sur(t)}</t></is></c>`).join('')}</row>`;
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const tableur = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const paquet = 'http://schemas.openxmlformats.org/package/2006';
  const type = (partie, nom) => `<Override PartName="${partie}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${nom}+xml"/>`;
  const feuilles = [['Feuille1', lignes], ...Object.entries(autres)].map(([nom, l], n) => ({ nom, lignes: l, n: n + 1 }));
  const partie = (f) => `worksheets/sheet${f.n}.xml`;
  return plier({
    '[Content_Types].xml': xml(`<Types xmlns="${paquet}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('/xl/workbook.xml', 'sheet.main')}${feuilles.map((f) => type(`/xl/${partie(f)}`, 'worksheet')).join('')}</Types>`),
    '_rels/.rels': xml(`<Relationships xmlns="${paquet}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': xml(`<workbook xmlns="${tableur}" xmlns:r="${relations}"><sheets>${feuilles.map((f) => `<sheet name="${f.nom}" sheetId="${f.n}" r:id="r${f.n}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': xml(`<Relationships xmlns="${paquet}/relationships">${feuilles.map((f) => `<Relationship Id="r${f.n}" Type="${relations}/worksheet" Target="${partie(f)}"/>`).join('')}</Relationships>`),
    ...Object.fromEntries(
      feuilles.map((f) => [
        `xl/${partie(f)}`,
        xml(`<worksheet xmlns="${tableur}"><sheetData>${f.lignes.map(rangee).join('')}</sheetData></worksheet>`),
      ]),
    ),
  });
}
