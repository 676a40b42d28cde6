import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import Provider from 'oidc-provider';
import { capturer, fenetre, fermer } from '../outils/navigateur.mjs';
import { vierge } from '../outils/serveur.mjs';
import { enroler } from '../outils/totp.mjs';

/** A port that nobody uses. */
const portLibre = () =>
  new Promise((pret) => {
    const s = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => pret(port));
    });
  });

/** A real provider, that knows one client and believes whoever types a name. */
async function fournisseur(port, retour) {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: 'passerelle', client_secret: 'un-secret-d-essai', redirect_uris: [retour] }],
    pkce: { required: () => true },
    cookies: { keys: ['essai'] },
  });
  return new Promise((pret) => {
    const serveur = provider.listen(port, '127.0.0.1', () => pret(serveur));
  });
}

describe('Entrer par un fournisseur OpenID Connect', () => {
  let site, secret, serveur, port;
  const reglages = () => {
    const fichier = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'passerelle-oidc-')), 'secret');
    fs.writeFileSync(fichier, 'un-secret-d-essai\n');
    return ['--oidc-emetteur', `http://127.0.0.1:${port}`, '--oidc-client', 'passerelle', '--oidc-secret-fichier', fichier, '--oidc-nom', 'IdentitéPro'];
  };
  /** At the provider: a name, then consent; the provider remembers in this window. */
  const chezLeFournisseur = async (page, nom, vers = site) => {
    await page.locator('input[name=login]').fill(nom);
    await page.locator('input[name=password]').fill('sans importance');
    await page.locator('button[type=submit]').click();
    await page.waitForLoadState();
    if (page.url().startsWith(`http://127.0.0.1:${port}`)) await page.locator('button[type=submit]').click();
    await page.waitForURL(`${vers.url}/**`);
  };
  before(async () => {
    port = await portLibre();
    site = await vierge(...reglages());
    serveur = await fournisseur(port, `${site.url}/connexion/oidc/retour`);
  });
  after(async () => {
    await fermer();
    serveur.closeAllConnections();
    serveur.close();
    await site.arreter();
  });

  it('une identité inconnue n\'entre pas', async () => {
    const { page, fermer: clore } = await fenetre(site);
    await page.goto('/connexion');
    await page.getByRole('link', { name: 'Continuer avec IdentitéPro' }).click();
    await chezLeFournisseur(page, 'inconnue');
    await page.getByText('n\'est rattachée à aucun compte').waitFor();
    await capturer(page, 'comptes/20-oidc-inconnue');
    assert.ok((await page.request.get('/tableau-de-bord')).url().includes('/connexion'));
    await clore();
  });

  it('l\'invitation ouverte dans la même fenêtre la rattache, et le code du téléphone reste demandé', async () => {
    const { page, fermer: clore } = await fenetre(site);
    await page.goto(site.invitation);
    await page.getByRole('button', { name: 'Ouvrir mon espace' }).click();
    await page.getByRole('link', { name: 'Me connecter plutôt avec IdentitéPro' }).click();
    await chezLeFournisseur(page, 'claire');
    secret = await enroler(page);
    await page.goto('/mon-compte');
    await page.getByText('Votre compte est rattaché').waitFor();
    await clore();
  });

  it('elle revient par le fournisseur, sans mot de passe, et une autre identité ne prend pas sa place', async () => {
    const { page, fermer: clore } = await fenetre(site);
    await page.goto('/connexion');
    await page.getByRole('link', { name: 'Continuer avec IdentitéPro' }).click();
    await chezLeFournisseur(page, 'claire');
    await page.getByRole('heading', { level: 1, name: 'Confirmer que c\'est vous' }).waitFor();
    assert.ok(secret);
    await clore();
    const autre = await fenetre(site);
    await autre.page.goto('/connexion/oidc');
    await chezLeFournisseur(autre.page, 'claire@territoire.example');
    await autre.page.getByText('n\'est rattachée à aucun compte').waitFor();
    await autre.fermer();
  });

  it('une réponse rejouée, venue d\'un autre navigateur ou d\'un autre état, est refusée', async () => {
    const { page, fermer: clore } = await fenetre(site);
    const sans = await page.request.get('/connexion/oidc/retour?code=invente&state=invente');
    assert.equal(sans.status(), 422);
    await page.goto('/connexion/oidc');
    const faux = await page.request.get(`${site.url}/connexion/oidc/retour?code=invente&state=un-autre`);
    assert.equal(faux.status(), 422);
    assert.match(await faux.text(), /a expiré ou a déjà servi/);
    await clore();
  });

  it('un niveau exigé et non obtenu est refusé', async () => {
    const exigeant = await vierge(...reglages(), '--oidc-acr', 'eidas2');
    serveur.closeAllConnections();
    await new Promise((clos) => serveur.close(clos));
    serveur = await fournisseur(port, `${exigeant.url}/connexion/oidc/retour`);
    const { page, fermer: clore } = await fenetre(exigeant);
    await page.goto(exigeant.invitation);
    await page.getByRole('button', { name: 'Ouvrir mon espace' }).click();
    await page.getByRole('link', { name: 'Me connecter plutôt avec IdentitéPro' }).click();
    await chezLeFournisseur(page, 'claire', exigeant);
    await page.getByText('n\'a pas confirmé qui vous êtes').waitFor();
    await clore();
    await exigeant.arreter();
  });
});
