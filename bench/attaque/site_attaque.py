"""A Passerelle started for an attack, its accounts, and the requests of browsers, from any address of this machine."""
import asyncio
import base64
import hashlib
import hmac
import os
import re
import resource
import struct
import subprocess
import tempfile
import time
import urllib.parse

# What many systems allow when nobody chose.
DESCRIPTEURS = 1024


class Reponse:
    def __init__(self, octets):
        tete, _, corps = octets.partition(b"\r\n\r\n")
        lignes = tete.decode("latin1").split("\r\n")
        self.statut = int(lignes[0].split(" ")[1])
        self.entetes = [tuple(l.split(": ", 1)) for l in lignes[1:] if ": " in l]
        self.texte = corps.decode("utf-8", "replace")

    def entete(self, nom):
        return next((v for n, v in self.entetes if n.lower() == nom), "")

    def cookies(self):
        return {v.split(";")[0].split("=", 1)[0]: v.split(";")[0].split("=", 1)[1] for n, v in self.entetes if n.lower() == "set-cookie"}


class Site:
    def __init__(self, programme, base):
        self.programme, self.base = programme, base
        self.dossier = tempfile.TemporaryDirectory()

    def __enter__(self):
        self.base = self.base or f"sqlite:{self.dossier.name}/attaque.db"
        return self

    def __exit__(self, *_):
        self.fermer()
        self.dossier.cleanup()

    def ouvrir(self, *options):
        """Starts the server; behind a proxy, which is us, or not."""
        def borner():
            resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTEURS, DESCRIPTEURS))
        self.serveur = subprocess.Popen([self.programme, "serve", "--base", self.base, "--ecoute", "127.0.0.1:0", *options],
                                        stdout=subprocess.PIPE, text=True, preexec_fn=borner)
        for ligne in self.serveur.stdout:
            if trouve := re.search(r"répond sur http://127.0.0.1:(\d+)", ligne):
                self.port = int(trouve[1])
            if "Ctrl+C" in ligne:
                return

    def ouvrir_demonstration(self):
        """The same, of the fictional territory, whose accounts open in one click."""
        self.serveur = subprocess.Popen([self.programme, "demo", "--base", self.base, "--ecoute", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, text=True)
        for ligne in self.serveur.stdout:
            if trouve := re.search(r"http://127.0.0.1:(\d+)", ligne):
                self.port = int(trouve[1])
            if "Ctrl+C" in ligne:
                break
        page = asyncio.run(self.demander("GET", "/connexion")).texte
        self.comptes = re.findall(r'action="(/connexion/demonstration/[^"]+)".*?<strong>([^<]*)', page, re.S)

    def demonstration(self, prenom):
        """Where an account of the demonstration opens."""
        return next(chemin for chemin, nom in self.comptes if nom.startswith(prenom))

    def fermer(self):
        if getattr(self, "serveur", None):
            self.serveur.terminate()
            self.serveur.wait()
            self.serveur.stdout.close()
            self.serveur = None

    def memoire(self):
        texte = open(f"/proc/{self.serveur.pid}/status", encoding="ascii").read()
        return int(re.search(r"VmHWM:\s+(\d+)", texte)[1]) // 1024

    def descripteurs(self):
        return len(os.listdir(f"/proc/{self.serveur.pid}/fd"))

    async def demander(self, methode, chemin, champs=None, *, de="127.0.0.1", dit=None, cookies=None, delai=20):
        """One exchange on a connection of its own, from an address, and told by the proxy to be from another."""
        corps = urllib.parse.urlencode(champs or {}).encode()
        tete = f"{methode} {chemin} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n"
        if dit:
            tete += f"x-forwarded-for: {dit}\r\n"
        if cookies:
            tete += "cookie: " + "; ".join(f"{n}={v}" for n, v in cookies.items()) + "\r\n"
        if methode == "POST":
            tete += f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(corps)}\r\n"
        lecteur, ecrivain = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", self.port, local_addr=(de, 0)), delai)
        try:
            ecrivain.write(tete.encode() + b"\r\n" + corps)
            return Reponse(await asyncio.wait_for(lecteur.read(), delai))
        finally:
            ecrivain.close()

    async def inscrire(self, courriel):
        """Somebody with a password and a second factor, by the real pages."""
        creer = [self.programme, "compte", "creer", f"Personne {courriel.split('@')[0]}", "--courriel", courriel, "--role", "pilote",
                 "--base", self.base]
        dit = await asyncio.to_thread(subprocess.run, creer, capture_output=True, text=True, check=True)
        lien = re.search(r"(/entrer/\S+)", dit.stdout)[1]
        compte = Compte(courriel)
        cookies = (await self.demander("POST", lien)).cookies()
        cookies = (await self.demander("POST", "/connexion/mot-de-passe", {"nouveau": compte.mot}, cookies=cookies)).cookies()
        page = await self.demander("GET", "/connexion/second-facteur", cookies=cookies)
        compte.totp = re.search(r"<code>([A-Z2-7 ]+)</code>", page.texte)[1].replace(" ", "")
        entree = await self.demander("POST", "/connexion/second-facteur", {"code": compte.code()}, cookies=cookies)
        compte.appareil = {n: v for n, v in entree.cookies().items() if "appareil" in n}
        compte.servi = time.time() // 30
        return compte


class Compte:
    def __init__(self, courriel):
        self.courriel, self.mot = courriel, "girafe tournevis lundi compote"

    def code(self):
        """RFC 6238."""
        cle = base64.b32decode(self.totp + "=" * (-len(self.totp) % 8))
        hache = hmac.new(cle, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
        place = hache[-1] & 15
        return f"{(struct.unpack('>I', hache[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
