import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { chemin, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { demonstration } from '../outils/serveur.mjs';

describe('Sur le papier', () => {
  let site, vue, page;
  before(async () => {
    site = await demonstration();
    vue = await fenetre(site);
    page = vue.page;
    await entrer(page, /Administration/);
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  async function imprimer(adresse, nom) {
    await page.goto(adresse);
    const fichier = chemin(`${nom}.pdf`);
    const octets = await page.pdf({ path: fichier, preferCSSPageSize: true, printBackground: true });
    assert.equal(octets.subarray(0, 5).toString(), '%PDF-');
    execFileSync('pdftoppm', ['-r', '70', '-png', fichier, chemin(nom)]);
    const texte = execFileSync('pdftotext', ['-layout', fichier, '-'], { encoding: 'utf8' });
    const pages = Number(execFileSync('pdfinfo', [fichier], { encoding: 'utf8' }).match(/Pages:\s+(\d+)/)[1]);
    for (const absent of ['Se déconnecter', 'Plan du site', 'Aller au contenu', 'Filtrer', 'Recalculer', 'Figer ce bilan', 'Emporter']) {
      assert.ok(!texte.includes(absent), `« ${absent} » est imprimé`);
    }
    assert.match(texte, /Édité le .* par Fatoumata D\./);
    assert.match(texte, /Démonstration/);
    return { texte: texte.replace(/[\u00a0\u202f]/g, ' '), pages };
  }

  it('le bilan tient en quelques pages, avec ses chiffres, ses tableaux et ses définitions, sans le menu', async () => {
    const { texte, pages } = await imprimer('/bilan?annee=2017', '50-papier-bilan');
    assert.ok(pages >= 3 && pages <= 12, `${pages} pages`);
    for (const attendu of ['Bilan, année 2017', '1 377', 'Mission locale Aubervilliers', 'Définitions']) {
      assert.ok(texte.includes(attendu), `« ${attendu} » manque`);
    }
    assert.match(texte, new RegExp(`1\\s*/\\s*${pages}`));
    assert.match(texte, /Événements de type « promotion » dont la date est dans la période/);
  });

  it('une liste, une fiche et le tableau de bord s\'impriment aussi', async () => {
    const liste = await imprimer('/contrats', '51-papier-contrats');
    assert.match(liste.texte, /Employeur/);
    await page.goto('/jeunes');
    const fiche = await page.locator('table.liste tbody a').first().getAttribute('href');
    assert.match((await imprimer(fiche, '52-papier-jeune')).texte, /Ce qui s'est passé/);
    assert.equal((await imprimer('/tableau-de-bord?annee=2017', '53-papier-tableau-de-bord')).pages, 1);
  });

  it('rien d\'interdit n\'a eu lieu', () => assert.deepEqual(vue.fautes, []));
});
