<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About FER Desktop</source>
        <translation>Über FER Desktop</translation>
    </message>
    <message>
        <source>Apache License 2.0. Qt is used under the LGPL 3.0.</source>
        <translation>Apache License 2.0. Qt wird unter der LGPL 3.0 verwendet.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnosedaten kopieren</translation>
    </message>
    <message>
        <source>Facial expression recognition on video, with V-JEPA encoders and attentive probes</source>
        <translation>Erkennung von Gesichtsausdrücken im Video, mit V-JEPA-Encodern und Attentive Probes</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Models and libraries, and their licences</source>
        <translation>Modelle, Bibliotheken und ihre Lizenzen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>No picture, no reading and no usage statistics are sent anywhere. The program connects to nothing but the network camera that you name and the publisher of an encoder that you download; an automatic test runs it and proves that it opens no other connection.</source>
        <translation>Kein Bild, kein Schätzwert und keine Nutzungsstatistik wird irgendwohin gesendet. Das Programm verbindet sich nur mit der Netzwerkkamera, die Sie nennen, und mit dem Herausgeber eines Encoders, den Sie herunterladen; ein automatischer Test lässt es laufen und beweist, dass es keine andere Verbindung öffnet.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Nichts verlässt diesen Computer</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Search for a name or a licence</source>
        <translation>Nach Name oder Lizenz suchen</translation>
    </message>
    <message>
        <source>Search the licences</source>
        <translation>Lizenzen durchsuchen</translation>
    </message>
    <message>
        <source>Shows only what contains these letters</source>
        <translation>Zeigt nur, was diese Buchstaben enthält</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Versions, settings and the log, for a report</source>
        <translation>Versionen, Einstellungen und Protokoll, für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>What the program is made of, and under which terms</source>
        <translation>Woraus das Programm besteht und unter welchen Bedingungen</translation>
    </message>
    <message>
        <source>Where the program writes what happened</source>
        <translation>Wo das Programm festhält, was geschehen ist</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
</context>
<context>
    <name>ActionTable</name>
    <message>
        <source>Open &amp;video…</source>
        <translation>&amp;Video öffnen…</translation>
    </message>
    <message>
        <source>Play and analyse a video file</source>
        <translation>Eine Videodatei abspielen und auswerten</translation>
    </message>
    <message>
        <source>Recent &amp;files</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Start or stop the analysis, play or stop a video</source>
        <translation>Die Auswertung starten oder anhalten, ein Video abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Videos that were opened before</source>
        <translation>Videos, die schon geöffnet waren</translation>
    </message>
    <message>
        <source>Open &amp;bundle…</source>
        <translation>B&amp;undle öffnen…</translation>
    </message>
    <message>
        <source>Use the model in a .ferbundle file</source>
        <translation>Das Modell aus einer .ferbundle-Datei verwenden</translation>
    </message>
    <message>
        <source>Open b&amp;undle folder…</source>
        <translation>Bundle-&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Use the model in a folder</source>
        <translation>Das Modell aus einem Ordner verwenden</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Das Programm schließen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>First &amp;camera</source>
        <translation>Erste &amp;Kamera</translation>
    </message>
    <message>
        <source>Analyse the first camera that is there</source>
        <translation>Die erste vorhandene Kamera auswerten</translation>
    </message>
    <message>
        <source>&amp;Network stream…</source>
        <translation>&amp;Netzwerk-Stream…</translation>
    </message>
    <message>
        <source>Analyse a camera in the network</source>
        <translation>Eine Kamera im Netzwerk auswerten</translation>
    </message>
    <message>
        <source>&amp;Demo</source>
        <translation>&amp;Demo</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>&amp;Start or stop</source>
        <translation>&amp;Starten oder stoppen</translation>
    </message>
    <message>
        <source>Analyse a portrait that comes with the program</source>
        <translation>Ein Porträt auswerten, das dem Programm beiliegt</translation>
    </message>
    <message>
        <source>By &amp;valence</source>
        <translation>Na&amp;ch Valenz</translation>
    </message>
    <message>
        <source>Everything that can be set, on a few pages</source>
        <translation>Alles, was sich einstellen lässt, auf wenigen Seiten</translation>
    </message>
    <message>
        <source>Exact, or faster</source>
        <translation>Genau oder schneller</translation>
    </message>
    <message>
        <source>Get the encoders that bundles need</source>
        <translation>Die Encoder holen, die Bundles brauchen</translation>
    </message>
    <message>
        <source>Name, subject and video of the next recording</source>
        <translation>Name, Versuchsperson und Video der nächsten Aufzeichnung</translation>
    </message>
    <message>
        <source>P&amp;recision</source>
        <translation>Genauig&amp;keit</translation>
    </message>
    <message>
        <source>S&amp;essions…</source>
        <translation>&amp;Sitzungen…</translation>
    </message>
    <message>
        <source>Sort the bars from pleasant to unpleasant</source>
        <translation>Die Balken von angenehm bis unangenehm ordnen</translation>
    </message>
    <message>
        <source>&amp;Bundle</source>
        <translation>&amp;Bundle</translation>
    </message>
    <message>
        <source>The model that does it</source>
        <translation>Das Modell, das auswertet</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation>Worauf das Modell rechnet</translation>
    </message>
    <message>
        <source>&amp;Next face</source>
        <translation>&amp;Nächstes Gesicht</translation>
    </message>
    <message>
        <source>The bars are about the next face</source>
        <translation>Die Balken zeigen das nächste Gesicht</translation>
    </message>
    <message>
        <source>&amp;Previous face</source>
        <translation>&amp;Voriges Gesicht</translation>
    </message>
    <message>
        <source>The bars are about the face before</source>
        <translation>Die Balken zeigen das vorige Gesicht</translation>
    </message>
    <message>
        <source>Name this &amp;face…</source>
        <translation>Gesicht b&amp;enennen…</translation>
    </message>
    <message>
        <source>Give the face a name for this session</source>
        <translation>Dem Gesicht für diese Sitzung einen Namen geben</translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation>A&amp;uswertung</translation>
    </message>
    <message>
        <source>&amp;Freeze</source>
        <translation>&amp;Einfrieren</translation>
    </message>
    <message>
        <source>Hold the picture; the analysis goes on</source>
        <translation>Das Bild anhalten; die Auswertung läuft weiter</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>&amp;Spiegeln</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>Das Bild wie im Spiegel zeigen</translation>
    </message>
    <message>
        <source>&amp;All faces</source>
        <translation>&amp;Alle Gesichter</translation>
    </message>
    <message>
        <source>Every face side by side</source>
        <translation>Alle Gesichter nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>&amp;Zahlen</translation>
    </message>
    <message>
        <source>Percentages beside the bars</source>
        <translation>Prozentwerte neben den Balken</translation>
    </message>
    <message>
        <source>&amp;Timing</source>
        <translation>Ze&amp;iten</translation>
    </message>
    <message>
        <source>How long each step takes</source>
        <translation>Wie lange jeder Schritt dauert</translation>
    </message>
    <message>
        <source>&amp;Longer plot</source>
        <translation>&amp;Längerer Verlauf</translation>
    </message>
    <message>
        <source>The plot shows more seconds</source>
        <translation>Der Verlauf zeigt mehr Sekunden</translation>
    </message>
    <message>
        <source>&amp;Shorter plot</source>
        <translation>&amp;Kürzerer Verlauf</translation>
    </message>
    <message>
        <source>The plot shows fewer seconds</source>
        <translation>Der Verlauf zeigt weniger Sekunden</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>Light, dark or as the system</source>
        <translation>Hell, dunkel oder wie das System</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>The language of the window</source>
        <translation>Die Sprache des Fensters</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>The window fills the screen</source>
        <translation>Das Fenster füllt den Bildschirm</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>&amp;Aufzeichnen</translation>
    </message>
    <message>
        <source>What was recorded or analysed before</source>
        <translation>Was früher aufgezeichnet oder ausgewertet wurde</translation>
    </message>
    <message>
        <source>Write readings to a CSV file</source>
        <translation>Schätzwerte in eine CSV-Datei schreiben</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Write nothing for a while</source>
        <translation>Eine Zeit lang nichts schreiben</translation>
    </message>
    <message>
        <source>Recording &amp;options…</source>
        <translation>Op&amp;tionen der Aufzeichnung…</translation>
    </message>
    <message>
        <source>Recording &amp;folder…</source>
        <translation>Aufzeichnungs&amp;ordner…</translation>
    </message>
    <message>
        <source>Choose where recordings go</source>
        <translation>Wählen, wohin Aufzeichnungen kommen</translation>
    </message>
    <message>
        <source>&amp;Show recordings</source>
        <translation>Aufzeichnungen an&amp;zeigen</translation>
    </message>
    <message>
        <source>Open the folder of the recordings</source>
        <translation>Den Ordner der Aufzeichnungen öffnen</translation>
    </message>
    <message>
        <source>&amp;Recording</source>
        <translation>Au&amp;fzeichnung</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation>Alle Tasten auf einer Seite</translation>
    </message>
    <message>
        <source>&amp;What this program estimates</source>
        <translation>&amp;Was das Programm schätzt</translation>
    </message>
    <message>
        <source>What it does, how well, and what is not allowed</source>
        <translation>Was es tut, wie gut, und was nicht erlaubt ist</translation>
    </message>
    <message>
        <source>&amp;About FER Desktop</source>
        <translation>Ü&amp;ber FER Desktop</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>Version und Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnosedaten kopieren</translation>
    </message>
    <message>
        <source>Versions, settings and the log, for a report</source>
        <translation>Versionen, Einstellungen und Protokoll, für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation>&amp;Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Where the program writes what happened</source>
        <translation>Wo das Programm festhält, was geschehen ist</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>AddressBar</name>
    <message>
        <source>Address of the network stream</source>
        <translation>Adresse des Netzwerk-Streams</translation>
    </message>
    <message>
        <source>Is sent to the camera and never stored</source>
        <translation>Wird an die Kamera gesendet und nie gespeichert</translation>
    </message>
    <message>
        <source>Network s&amp;tream</source>
        <translation>Netzwerk-S&amp;tream</translation>
    </message>
    <message>
        <source>Only for cameras that ask for a login</source>
        <translation>Nur für Kameras, die eine Anmeldung verlangen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password at the camera</source>
        <translation>Passwort an der Kamera</translation>
    </message>
    <message>
        <source>Passwords are not stored: please type it again.</source>
        <translation>Passwörter werden nicht gespeichert: Bitte geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>The address that the camera or its app shows: http://, https:// or rtsp://</source>
        <translation>Die Adresse, die die Kamera oder ihre App anzeigt: http://, https:// oder rtsp://</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User name at the camera</source>
        <translation>Benutzername an der Kamera</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Open this stream (Enter)</source>
        <translation>Diesen Stream öffnen (Eingabetaste)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close this row (Esc)</source>
        <translation>Diese Zeile schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>AnalysisBar</name>
    <message>
        <source>Analyse again</source>
        <translation>Neu auswerten</translation>
    </message>
    <message>
        <source>Analyse this video anew, from its beginning</source>
        <translation>Dieses Video von Anfang an neu auswerten</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Ausgewertet</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Wird ausgewertet</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation>Die Auswertung abbrechen</translation>
    </message>
    <message>
        <source>Cancel the analysis; what is analysed already stays</source>
        <translation>Die Auswertung abbrechen; was schon ausgewertet ist, bleibt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Go on with the analysis</source>
        <translation>Weiter auswerten</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Gerade eben</translation>
    </message>
    <message>
        <source>Kept since {day}</source>
        <translation>Gespeichert am {day}</translation>
    </message>
    <message>
        <source>Other videos come first</source>
        <translation>Andere Videos kommen zuerst</translation>
    </message>
    <message>
        <source>Pause the analysis</source>
        <translation>Die Auswertung unterbrechen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Something went wrong inside the program. The log file has more.</source>
        <translation>Im Programm ist etwas schiefgegangen. Mehr steht in der Protokolldatei.</translation>
    </message>
    <message>
        <source>The model is being loaded</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>The readings are not kept: {reason}</source>
        <translation>Die Schätzwerte werden nicht behalten: {reason}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>What is analysed until now is shown</source>
        <translation>Gezeigt wird, was bisher ausgewertet ist</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch ein paar Sekunden</translation>
    </message>
    <message>
        <source>about {hours} h {minutes} min left</source>
        <translation>noch etwa {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>{rate}× real time</source>
        <translation>{rate}× Echtzeit</translation>
    </message>
    <message>
        <source>{share} of it was analysed</source>
        <translation>{share} davon ausgewertet</translation>
    </message>
</context>
<context>
    <name>AnalysisControls</name>
    <message>
        <source>Frames between two readings</source>
        <translation>Bilder zwischen zwei Schätzwerten</translation>
    </message>
    <message>
        <source>Clips in the vote</source>
        <translation>Clips im Votum</translation>
    </message>
    <message>
        <source>&amp;Clip every</source>
        <translation>&amp;Clip alle</translation>
    </message>
    <message>
        <source>Hop: a new clip is scored every so many frames of 1/30 s (1 to 60)</source>
        <translation>Schritt (hop): Alle so viele Bilder zu 1/30 s wird ein neuer Clip ausgewertet (1 bis 60)</translation>
    </message>
    <message>
        <source>How many of the last clips vote together (1 to 64): more is calmer, fewer is faster</source>
        <translation>Wie viele der letzten Clips gemeinsam abstimmen (1 bis 64): mehr ist ruhiger, weniger ist schneller</translation>
    </message>
    <message>
        <source>This encoder is slower than that: a clip is scored every {hop} frames for now</source>
        <translation>Dieser Encoder ist langsamer: Ein Clip wird vorerst alle {hop} Bilder ausgewertet</translation>
    </message>
    <message>
        <source>V&amp;ote over</source>
        <translation>&amp;Votum über</translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation>Ganze Sitzung</translation>
    </message>
    <message>
        <source>frames ({rate}/s)</source>
        <translation>Bilder ({rate}/s)</translation>
    </message>
    <message>
        <source>frames: slowed to {rate}/s</source>
        <translation>Bilder: gebremst, {rate}/s</translation>
    </message>
    <message>
        <source>All clips vote together; a face that is away for two seconds begins anew</source>
        <translation>Alle Clips stimmen gemeinsam ab; ein Gesicht, das zwei Sekunden fehlt, beginnt von vorn</translation>
    </message>
    <message>
        <source>All clips of the session vote</source>
        <translation>Alle Clips der Sitzung stimmen ab</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Copy the details to the clipboard</source>
        <translation>Die Einzelheiten in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>For whoever looks into the problem</source>
        <translation>Für alle, die dem Problem nachgehen</translation>
    </message>
    <message>
        <source>The technical side of it</source>
        <translation>Die technische Seite</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>BannerArea</name>
    <message>
        <source>This is a mistake in the program, not yours. It has been written to the log file.</source>
        <translation>Das ist ein Fehler des Programms, nicht Ihrer. Er wurde in die Protokolldatei geschrieben.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation>Im Programm ist etwas schiefgegangen</translation>
    </message>
</context>
<context>
    <name>BundleEditor</name>
    <message>
        <source>&amp;Starter</source>
        <translation>&amp;Starter</translation>
    </message>
    <message>
        <source>Bundle &amp;file…</source>
        <translation>Bundle-&amp;Datei…</translation>
    </message>
    <message>
        <source>Bundle f&amp;older…</source>
        <translation>Bundle-&amp;Ordner…</translation>
    </message>
    <message>
        <source>Choose the bundle</source>
        <translation>Bundle wählen</translation>
    </message>
    <message>
        <source>Open a bundle folder</source>
        <translation>Bundle-Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>A recording is on</source>
        <translation>Eine Aufzeichnung läuft</translation>
    </message>
    <message>
        <source>A recording is on. Stop it and quit?</source>
        <translation>Eine Aufzeichnung läuft. Stoppen und beenden?</translation>
    </message>
    <message>
        <source>Complete the files and close the window</source>
        <translation>Die Dateien abschließen und das Fenster schließen</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>Weiter aufzeichnen</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Stop recording and quit</source>
        <translation>Aufzeichnung stoppen und beenden</translation>
    </message>
    <message>
        <source>{rows} recorded so far. The files are completed before the window closes.</source>
        <translation>Bisher {rows} aufgezeichnet. Die Dateien werden abgeschlossen, bevor sich das Fenster schließt.</translation>
    </message>
</context>
<context>
    <name>DeleteQuestion</name>
    <message>
        <source>Change nothing</source>
        <translation>Nichts ändern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete a session</source>
        <translation>Sitzung löschen</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Delete sessions</source>
        <translation>Sitzungen löschen</translation>
    </message>
    <message>
        <source>Delete the session “{name}” for good?</source>
        <translation>Die Sitzung „{name}“ endgültig löschen?</translation>
    </message>
    <message>
        <source>Delete {sessions} for good?</source>
        <translation>{sessions} endgültig löschen?</translation>
    </message>
    <message>
        <source>Its readings, notes and picture are overwritten in the database. This cannot be undone. Files that were exported or recorded stay, and so do videos.</source>
        <translation>Ihre Schätzwerte, ihre Notizen und ihr Bild werden in der Datenbank überschrieben. Das lässt sich nicht rückgängig machen. Exportierte und aufgezeichnete Dateien bleiben, Videos ebenso.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Their readings, notes and pictures are overwritten in the database. This cannot be undone. Files that were exported or recorded stay, and so do videos.</source>
        <translation>Ihre Schätzwerte, Notizen und Bilder werden in der Datenbank überschrieben. Das lässt sich nicht rückgängig machen. Exportierte und aufgezeichnete Dateien bleiben, Videos ebenso.</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Drop to import the encoder {name}</source>
        <translation>Loslassen, um den Encoder {name} zu importieren</translation>
    </message>
    <message>
        <source>Drop to play and analyse {name}</source>
        <translation>Loslassen, um {name} abzuspielen und auszuwerten</translation>
    </message>
    <message numerus="yes">
        <source>Drop to play {name} and analyse %n more</source>
        <translation>
            <numerusform>Loslassen, um {name} abzuspielen und %n weiteres auszuwerten</numerusform>
            <numerusform>Loslassen, um {name} abzuspielen und %n weitere auszuwerten</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to use the bundle {name}</source>
        <translation>Loslassen, um das Bundle {name} zu verwenden</translation>
    </message>
    <message>
        <source>Place for files that are dragged here</source>
        <translation>Ablagefläche für hierher gezogene Dateien</translation>
    </message>
    <message>
        <source>{name} is no video, no bundle and no encoder</source>
        <translation>{name} ist weder ein Video noch ein Bundle noch ein Encoder</translation>
    </message>
</context>
<context>
    <name>EmotionBars</name>
    <message>
        <source>Bar and number: the vote in %. Mark below the bar: the newest clip alone.</source>
        <translation>Balken und Zahl: das Votum in %. Marke unter dem Balken: der neueste Clip allein.</translation>
    </message>
    <message>
        <source>Emotions</source>
        <translation>Emotionen</translation>
    </message>
    <message>
        <source>nothing scored</source>
        <translation>nichts ausgewertet</translation>
    </message>
    <message>
        <source>▲ the newest clip alone</source>
        <translation>▲ der neueste Clip allein</translation>
    </message>
</context>
<context>
    <name>EncoderButtons</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Delete it from this computer</source>
        <translation>Von diesem Computer löschen</translation>
    </message>
    <message>
        <source>Delete what has been downloaded</source>
        <translation>Löschen, was schon heruntergeladen ist</translation>
    </message>
    <message>
        <source>Do it once more</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Download it</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download it once more; it has to be the same file</source>
        <translation>Noch einmal herunterladen; es muss dieselbe Datei sein</translation>
    </message>
    <message>
        <source>Get again</source>
        <translation>Neu holen</translation>
    </message>
    <message>
        <source>Get…</source>
        <translation>Holen…</translation>
    </message>
    <message>
        <source>Go on with the download that broke off</source>
        <translation>Den abgebrochenen Download fortsetzen</translation>
    </message>
    <message>
        <source>Read the whole file and compare it with its digest</source>
        <translation>Die ganze Datei lesen und mit ihrer Prüfsumme vergleichen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>Fortsetzen…</translation>
    </message>
    <message>
        <source>Stop it; what has been downloaded is kept for later</source>
        <translation>Anhalten; was schon heruntergeladen ist, bleibt für später</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Neuer Versuch</translation>
    </message>
</context>
<context>
    <name>EncoderFigures</name>
    <message>
        <source>It is measured when it is used first</source>
        <translation>Gemessen wird, wenn er zum ersten Mal benutzt wird</translation>
    </message>
    <message>
        <source>Measured on this computer:</source>
        <translation>Auf diesem Computer gemessen:</translation>
    </message>
    <message>
        <source>On this disk, kept as {dtype}</source>
        <translation>Auf diesem Datenträger, gespeichert als {dtype}</translation>
    </message>
    <message>
        <source>To be downloaded; the server&apos;s own figure decides</source>
        <translation>Zu laden; es gilt, was der Server sagt</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>speed not measured</source>
        <translation>Tempo nicht gemessen</translation>
    </message>
    <message>
        <source>to download</source>
        <translation>zu laden</translation>
    </message>
</context>
<context>
    <name>EncoderProgress</name>
    <message>
        <source>Begins…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Waits until what was asked for before is done</source>
        <translation>Wartet, bis fertig ist, was vorher verlangt wurde</translation>
    </message>
    <message>
        <source>{size} have been downloaded already: the rest can be fetched</source>
        <translation>{size} sind schon heruntergeladen: Der Rest kann geholt werden</translation>
    </message>
</context>
<context>
    <name>EncoderRow</name>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>The bundle needs it</source>
        <translation>Das Bundle braucht ihn</translation>
    </message>
</context>
<context>
    <name>EventNotes</name>
    <message numerus="yes">
        <source>%n time(s) so far</source>
        <translation>
            <numerusform>bisher %n-mal</numerusform>
            <numerusform>bisher %n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>A smaller encoder, another precision or a graphics card is faster.</source>
        <translation>Ein kleinerer Encoder, eine andere Genauigkeit oder eine Grafikkarte ist schneller.</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Write it into a file for other programs</source>
        <translation>In eine Datei für andere Programme schreiben</translation>
    </message>
    <message>
        <source>Write what has been read by now into a file for other programs</source>
        <translation>Was bisher gelesen wurde, in eine Datei für andere Programme schreiben</translation>
    </message>
</context>
<context>
    <name>ExportMenu</name>
    <message>
        <source>It is drawn on the video that belongs to the session</source>
        <translation>Es wird auf das Video gezeichnet, das zur Sitzung gehört</translation>
    </message>
    <message>
        <source>there is no video</source>
        <translation>kein Video da</translation>
    </message>
    <message>
        <source>{missing} of {total} have no video</source>
        <translation>ohne Video: {missing} von {total}</translation>
    </message>
</context>
<context>
    <name>ExportStrip</name>
    <message numerus="yes">
        <source>%n file(s) exported to {folder}</source>
        <translation>
            <numerusform>%n Datei nach {folder} exportiert</numerusform>
            <numerusform>%n Dateien nach {folder} exportiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more wait(s)</source>
        <translation>
            <numerusform>%n weiterer wartet</numerusform>
            <numerusform>%n weitere warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>End this export; files that are complete stay</source>
        <translation>Diesen Export beenden; fertige Dateien bleiben</translation>
    </message>
    <message>
        <source>Exported: {path}</source>
        <translation>Exportiert: {path}</translation>
    </message>
    <message>
        <source>Exporting {number} of {total}, “{name}”: {format}</source>
        <translation>Export {number} von {total}, „{name}“: {format}</translation>
    </message>
    <message>
        <source>Exporting “{name}”: {format}</source>
        <translation>„{name}“ wird exportiert: {format}</translation>
    </message>
    <message>
        <source>Open the folder of what was exported</source>
        <translation>Den Ordner mit dem Exportierten öffnen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner anzeigen</translation>
    </message>
    <message numerus="yes">
        <source>The export was cancelled; %n file(s) had been written</source>
        <translation>
            <numerusform>Der Export wurde abgebrochen; %n Datei war schon geschrieben</numerusform>
            <numerusform>Der Export wurde abgebrochen; %n Dateien waren schon geschrieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FaceNames</name>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
</context>
<context>
    <name>FacePanel</name>
    <message>
        <source>Show this face on the plot (Enter). Double-click: name it (F2)</source>
        <translation>Dieses Gesicht im Verlauf zeigen (Eingabetaste). Doppelklick: benennen (F2)</translation>
    </message>
</context>
<context>
    <name>FacesArea</name>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>out of view</source>
        <translation>nicht im Bild</translation>
    </message>
</context>
<context>
    <name>FilmRow</name>
    <message>
        <source>Analyse this video before the others that wait</source>
        <translation>Dieses Video vor den anderen auswerten, die warten</translation>
    </message>
    <message>
        <source>Analyse {video} next</source>
        <translation>{video} als Nächstes auswerten</translation>
    </message>
    <message>
        <source>Cancel its analysis</source>
        <translation>Seine Auswertung abbrechen</translation>
    </message>
    <message>
        <source>Cancel {video}</source>
        <translation>{video} abbrechen</translation>
    </message>
    <message>
        <source>Progress of {video}</source>
        <translation>Fortschritt von {video}</translation>
    </message>
    <message>
        <source>Show this video</source>
        <translation>Dieses Video zeigen</translation>
    </message>
    <message>
        <source>Show {video}</source>
        <translation>{video} zeigen</translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Take {video} off the list</source>
        <translation>{video} aus der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Asked once; to be read again from the Help menu</source>
        <translation>Wird einmal gefragt; nachzulesen im Menü „Hilfe“</translation>
    </message>
    <message>
        <source>Close the program; nothing has been opened</source>
        <translation>Das Programm schließen; es wurde nichts geöffnet</translation>
    </message>
    <message>
        <source>How well</source>
        <translation>Wie gut</translation>
    </message>
    <message>
        <source>I have read this and accept it</source>
        <translation>Gelesen und akzeptiert</translation>
    </message>
    <message>
        <source>In the European Union, inferring the emotions of people at work and in education is prohibited, except for medical or safety reasons (AI Act, Article 5(1)(f)). Where it is allowed, the people concerned must be told (Article 50(3)). Film nobody who has not agreed, and base no decision about a person on what you see.</source>
        <translation>In der Europäischen Union ist es am Arbeitsplatz und in Bildungseinrichtungen verboten, auf die Emotionen von Menschen zu schließen, außer aus medizinischen oder Sicherheitsgründen (KI-Verordnung, Artikel&#xa0;5 Absatz&#xa0;1 Buchstabe&#xa0;f). Wo es erlaubt ist, müssen die Betroffenen informiert werden (Artikel&#xa0;50 Absatz&#xa0;3). Filmen Sie niemanden, der nicht zugestimmt hat, und stützen Sie keine Entscheidung über einen Menschen auf das, was Sie hier sehen.</translation>
    </message>
    <message>
        <source>No picture, no reading and no usage statistics are sent anywhere. The only connections are to a network camera, if you open one, and to the publisher of an encoder, if you download one.</source>
        <translation>Kein Bild, kein Schätzwert und keine Nutzungsstatistik wird irgendwohin gesendet. Verbindungen gibt es nur zu einer Netzwerkkamera, wenn Sie eine öffnen, und zum Herausgeber eines Encoders, wenn Sie einen herunterladen.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Nichts verlässt diesen Computer</translation>
    </message>
    <message>
        <source>Please read this before the first video or camera is opened.</source>
        <translation>Bitte lesen Sie dies, bevor das erste Video oder die erste Kamera geöffnet wird.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Readings are written when you press Record, into {recordings} and the list of sessions, and when you open a video, into the list of sessions, with the place of the video. The list is {sessions}; what is in it can be deleted for good. Pictures are kept only if you ask for it. What the program does is logged in {logs}.</source>
        <translation>Schätzwerte werden geschrieben, wenn Sie auf „Aufzeichnen“ drücken, nach {recordings} und in die Liste der Sitzungen, und wenn Sie ein Video öffnen, in die Liste der Sitzungen, mit dem Ort des Videos. Die Liste ist {sessions}; was darin steht, kann endgültig gelöscht werden. Bilder werden nur aufgehoben, wenn Sie es verlangen. Was das Programm tut, wird in {logs} protokolliert.</translation>
    </message>
    <message>
        <source>The starter model named the expression that people had chosen for {accuracy} of {faces} faces it had not learnt from (FER2013); averaged over the {labels} expressions it found {uar} of the public test set (UAR). Guessing would find {chance}. One face in three it gets wrong: try it out, but do not measure people with it.</source>
        <translation>Bei {accuracy} von {faces} Gesichtern, von denen es nicht gelernt hatte (FER2013), nannte das Starter-Modell den Ausdruck, den Menschen gewählt hatten; im Mittel über die {labels} Ausdrücke erkannte es {uar} des öffentlichen Testsatzes (UAR). Durch Raten wären es {chance}. Bei einem von drei Gesichtern liegt es falsch: Probieren Sie es aus, aber messen Sie damit keine Menschen.</translation>
    </message>
    <message>
        <source>What it estimates</source>
        <translation>Was es schätzt</translation>
    </message>
    <message>
        <source>What it must not be used for</source>
        <translation>Wofür es nicht verwendet werden darf</translation>
    </message>
    <message>
        <source>What this program estimates, and what it is not for</source>
        <translation>Was dieses Programm schätzt und wofür es nicht da ist</translation>
    </message>
    <message>
        <source>Where files go</source>
        <translation>Wohin Dateien kommen</translation>
    </message>
    <message>
        <source>Which category of posed facial expression two seconds of video resemble most: happy, sad, angry and so on. Not what somebody feels, thinks or intends: people smile without joy and grieve without tears.</source>
        <translation>Welcher Kategorie gestellter Gesichtsausdrücke zwei Sekunden Video am ähnlichsten sind: Freude, Trauer, Ärger und so weiter. Nicht, was jemand fühlt, denkt oder vorhat: Menschen lächeln ohne Freude und trauern ohne Tränen.</translation>
    </message>
    <message>
        <source>You are asked this once; it can be read again in the Help menu.</source>
        <translation>Das werden Sie nur einmal gefragt; im Menü „Hilfe“ können Sie es wieder lesen.</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
</context>
<context>
    <name>GetPanel</name>
    <message>
        <source>16 bit, {size}: readings differ slightly</source>
        <translation>16 Bit, {size}: Schätzwerte weichen leicht ab</translation>
    </message>
    <message>
        <source>32 bit, {size}: exactly as published</source>
        <translation>32 Bit, {size}: genau wie veröffentlicht</translation>
    </message>
    <message>
        <source>Begin now; it goes on in the background and can be cancelled</source>
        <translation>Jetzt beginnen; es läuft im Hintergrund und kann abgebrochen werden</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Every number as it was published</source>
        <translation>Jede Zahl, wie sie veröffentlicht wurde</translation>
    </message>
    <message>
        <source>I use it for non-commercial purposes only, as its licence demands</source>
        <translation>Ich nutze ihn nur für nicht kommerzielle Zwecke, wie es die Lizenz verlangt</translation>
    </message>
    <message>
        <source>bfloat16: half the room</source>
        <translation>bfloat16: halb so viel Platz</translation>
    </message>
    <message>
        <source>{licence}: {means}</source>
        <translation>{licence}: {means}</translation>
    </message>
    <message>
        <source>{size} are free on this disk</source>
        <translation>{size} sind auf diesem Datenträger frei</translation>
    </message>
    <message>
        <source>{size} or so are downloaded from {host}; only the encoder itself is kept, as:</source>
        <translation>Etwa {size} werden von {host} heruntergeladen; behalten wird nur der Encoder selbst, als:</translation>
    </message>
</context>
<context>
    <name>HistoryPlot</name>
    <message>
        <source>Emotions over time: {title}</source>
        <translation>Emotionen im Verlauf: {title}</translation>
    </message>
    <message>
        <source>Last {time}, vote in %</source>
        <translation>Verlauf über {time}, Votum in %</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Lines of the timeline</source>
        <translation>Linien der Zeitleiste</translation>
    </message>
</context>
<context>
    <name>LegendToggle</name>
    <message>
        <source>Show or hide the line of {emotion}</source>
        <translation>Die Linie von {emotion} zeigen oder verbergen</translation>
    </message>
</context>
<context>
    <name>LiveLayout</name>
    <message>
        <source>Analysis</source>
        <translation>Auswertung</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Nothing was scored</source>
        <translation>Nichts wurde ausgewertet</translation>
    </message>
    <message>
        <source>No reading</source>
        <translation>Kein Schätzwert</translation>
    </message>
    <message>
        <source>No face was in view long enough to be scored</source>
        <translation>Kein Gesicht war lange genug im Bild</translation>
    </message>
    <message>
        <source>Stopped: the last vote</source>
        <translation>Gestoppt: das letzte Votum</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>A moment, please</source>
        <translation>Einen Moment, bitte</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No reading yet</source>
        <translation>Noch kein Schätzwert</translation>
    </message>
    <message>
        <source>The first reading needs two seconds of video, and about {seconds} s for the encoder</source>
        <translation>Der erste Schätzwert braucht zwei Sekunden Video, und der Encoder etwa {seconds} s dafür</translation>
    </message>
    <message>
        <source>The model is being loaded</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>The source is being opened</source>
        <translation>Die Quelle wird geöffnet</translation>
    </message>
    <message>
        <source>Watching…</source>
        <translation>Schaut zu…</translation>
    </message>
    <message>
        <source>vote over {clips} so far</source>
        <translation>Votum über bisher {clips}</translation>
    </message>
    <message>
        <source>{keys} cancels</source>
        <translation>{keys} bricht ab</translation>
    </message>
    <message>
        <source>The first reading needs two seconds of video</source>
        <translation>Der erste Schätzwert braucht zwei Sekunden Video</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Goes on by itself as soon as the source is back</source>
        <translation>Geht von selbst weiter, sobald die Quelle wieder da ist</translation>
    </message>
    <message>
        <source>vote over the whole session</source>
        <translation>Votum der ganzen Sitzung</translation>
    </message>
    <message>
        <source>vote over the last {clips}</source>
        <translation>Votum über {clips}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The bundle that was used last is not there: the starter is used</source>
        <translation>Das zuletzt verwendete Bundle ist nicht da: Das Starter-Bundle wird verwendet</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>A folder with config.json and model.safetensors, as Hugging Face has them</source>
        <translation>Ein Ordner mit config.json und model.safetensors, wie bei Hugging Face</translation>
    </message>
    <message>
        <source>A published .pth.tar or .safetensors file that is on a disk of this computer</source>
        <translation>Eine veröffentlichte .pth.tar- oder .safetensors-Datei, die auf diesem Computer liegt</translation>
    </message>
    <message>
        <source>An encoder turns two seconds of video into numbers. A bundle reads expressions from the numbers of the one encoder that it was trained on: get an encoder when you have a bundle that needs it.</source>
        <translation>Ein Encoder macht aus zwei Sekunden Video Zahlen. Ein Bundle liest Ausdrücke aus den Zahlen des einen Encoders, mit dem es trainiert wurde: Holen Sie einen Encoder, wenn Sie ein Bundle haben, das ihn braucht.</translation>
    </message>
    <message>
        <source>Comes with the program</source>
        <translation>Im Programm enthalten</translation>
    </message>
    <message>
        <source>From a disk of yours</source>
        <translation>Von Ihrem Datenträger</translation>
    </message>
    <message>
        <source>Half the room on the disk; readings differ slightly. Else exactly as in the file</source>
        <translation>Halb so viel Platz auf dem Datenträger; Schätzwerte weichen leicht ab. Sonst genau wie in der Datei</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Datei importieren…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Ordner importieren…</translation>
    </message>
    <message>
        <source>In use now: the bundle {bundle}, on the encoder {encoder}.</source>
        <translation>Jetzt in Gebrauch: das Bundle {bundle} auf dem Encoder {encoder}.</translation>
    </message>
    <message>
        <source>Keep imports in 16 bit</source>
        <translation>Importe in 16 Bit behalten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What an encoder is for</source>
        <translation>Wozu ein Encoder dient</translation>
    </message>
    <message>
        <source>Without a network: bring the published file on a disk.</source>
        <translation>Ohne Netz: Bringen Sie die veröffentlichte Datei auf einem Datenträger mit.</translation>
    </message>
</context>
<context>
    <name>NameEdit</name>
    <message>
        <source>Enter takes the name, Esc leaves it; names are forgotten with the session</source>
        <translation>Die Eingabetaste übernimmt den Namen, Esc verwirft ihn; mit der Sitzung werden Namen vergessen</translation>
    </message>
    <message>
        <source>Name of face {number}</source>
        <translation>Name von Gesicht {number}</translation>
    </message>
    <message>
        <source>Name of the face</source>
        <translation>Name des Gesichts</translation>
    </message>
</context>
<context>
    <name>OpenQuestion</name>
    <message>
        <source>A recording is on. Stop it and open the video?</source>
        <translation>Eine Aufzeichnung läuft. Beenden und das Video öffnen?</translation>
    </message>
    <message>
        <source>Complete the files and open the video</source>
        <translation>Die Dateien abschließen und das Video öffnen</translation>
    </message>
    <message>
        <source>Stop recording and open</source>
        <translation>Aufzeichnung beenden und öffnen</translation>
    </message>
    <message>
        <source>{rows} recorded so far. The files are completed before the video is opened.</source>
        <translation>Bisher {rows} aufgezeichnet. Die Dateien werden abgeschlossen, bevor das Video geöffnet wird.</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>Nichts ändern</translation>
    </message>
</context>
<context>
    <name>PeriodEditor</name>
    <message>
        <source>Another number</source>
        <translation>Andere Zahl</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Eingefroren</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
</context>
<context>
    <name>PlaceEditor</name>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Wä&amp;hlen…</translation>
    </message>
    <message>
        <source>Choose: {what}</source>
        <translation>Wählen: {what}</translation>
    </message>
</context>
<context>
    <name>PlaybackPage</name>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>So far: the analysis goes on</source>
        <translation>Bisher: Die Auswertung läuft noch</translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation>Ganze Sitzung</translation>
    </message>
    <message>
        <source>Whole video</source>
        <translation>Ganzes Video</translation>
    </message>
</context>
<context>
    <name>Playing</name>
    <message>
        <source>It is not at {path} any more.</source>
        <translation>Es liegt nicht mehr unter {path}.</translation>
    </message>
    <message>
        <source>No pictures</source>
        <translation>Keine Bilder</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet…</translation>
    </message>
    <message>
        <source>Scores only: no pictures were kept of this session.</source>
        <translation>Nur Schätzwerte: Von dieser Sitzung wurden keine Bilder behalten.</translation>
    </message>
    <message>
        <source>The video is gone</source>
        <translation>Das Video ist weg</translation>
    </message>
    <message>
        <source>This session cannot be shown</source>
        <translation>Diese Sitzung kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>This video cannot be shown</source>
        <translation>Dieses Video kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>PosteriorPicture</name>
    <message>
        <source>Posteriors of the clips</source>
        <translation>Posteriors der Clips</translation>
    </message>
    <message>
        <source>nothing scored</source>
        <translation>nichts ausgewertet</translation>
    </message>
    <message>
        <source>strongest: {emotion}</source>
        <translation>am stärksten: {emotion}</translation>
    </message>
    <message>
        <source>{time}: nothing was scored</source>
        <translation>{time}: nichts ausgewertet</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Take the videos off the list that are done</source>
        <translation>Die fertigen Videos aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Take videos off the list that are done</source>
        <translation>Fertige Videos aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Videos to be analysed</source>
        <translation>Videos, die ausgewertet werden</translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n video(s) done</source>
        <translation>
            <numerusform>{done} von %n Video fertig</numerusform>
            <numerusform>{done} von %n Videos fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>{done}, {failed} failed</source>
        <translation>{done}, {failed} fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to where you were ({keys})</source>
        <translation>Dorthin zurück, wo Sie waren ({keys})</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Liste &amp;leeren</translation>
    </message>
    <message>
        <source>Forget which videos were opened; the videos stay</source>
        <translation>Vergessen, welche Videos geöffnet wurden; die Videos bleiben</translation>
    </message>
    <message>
        <source>No video has been opened yet</source>
        <translation>Noch wurde kein Video geöffnet</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>A code for the person, not the person&apos;s name; for this recording only</source>
        <translation>Ein Code für die Person, nicht ihr Name; nur für diese Aufzeichnung</translation>
    </message>
    <message>
        <source>Also write the pictures of this recording, as MP4; without this, only the scores are kept</source>
        <translation>Auch die Bilder dieser Aufzeichnung schreiben, als MP4; sonst werden nur die Schätzwerte behalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Choose another folder for recordings</source>
        <translation>Einen anderen Ordner für Aufzeichnungen wählen</translation>
    </message>
    <message>
        <source>Close this row ({keys})</source>
        <translation>Diese Zeile schließen ({keys})</translation>
    </message>
    <message>
        <source>Code of the subject</source>
        <translation>Code der Versuchsperson</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Keep the video too</source>
        <translation>Auch das Video behalten</translation>
    </message>
    <message>
        <source>Name of the recording</source>
        <translation>Name der Aufzeichnung</translation>
    </message>
    <message>
        <source>S&amp;ubject code</source>
        <translation>&amp;Code der Person</translation>
    </message>
    <message>
        <source>Stands in the file names; the source&apos;s name if you leave it empty; for this recording only</source>
        <translation>Steht in den Dateinamen; leer: der Name der Quelle; nur für diese Aufzeichnung</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Aufzeichnung starten</translation>
    </message>
    <message>
        <source>Start recording with these details ({keys})</source>
        <translation>Aufzeichnung mit diesen Angaben starten ({keys})</translation>
    </message>
    <message>
        <source>as the source</source>
        <translation>wie die Quelle</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Where recordings go</source>
        <translation>Wohin Aufzeichnungen kommen</translation>
    </message>
</context>
<context>
    <name>RecordingMessages</name>
    <message>
        <source>Choose a folder on another disk for the next recording.</source>
        <translation>Wählen Sie für die nächste Aufzeichnung einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>Free some space. Otherwise the recording is completed before nothing fits any more.</source>
        <translation>Geben Sie Speicherplatz frei. Sonst wird die Aufzeichnung abgeschlossen, bevor der Platz ganz ausgeht.</translation>
    </message>
    <message>
        <source>It has been written to the log file.</source>
        <translation>Er steht in der Protokolldatei.</translation>
    </message>
    <message>
        <source>Its files are written as before.</source>
        <translation>Ihre Dateien werden geschrieben wie bisher.</translation>
    </message>
    <message>
        <source>Nothing is recorded: the analysis could not begin</source>
        <translation>Es wird nichts aufgezeichnet: Die Auswertung konnte nicht beginnen</translation>
    </message>
    <message>
        <source>Nothing is recorded: {reason}</source>
        <translation>Es wird nichts aufgezeichnet: {reason}</translation>
    </message>
    <message>
        <source>Nothing was recorded: no clip was analysed meanwhile</source>
        <translation>Es wurde nichts aufgezeichnet: In dieser Zeit wurde kein Clip ausgewertet</translation>
    </message>
    <message>
        <source>Press Record again for the next source.</source>
        <translation>Drücken Sie für die nächste Quelle noch einmal auf Aufzeichnen.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner anzeigen</translation>
    </message>
    <message>
        <source>The disk is almost full: {space}</source>
        <translation>Der Datenträger ist fast voll: {space}</translation>
    </message>
    <message>
        <source>The disk is too slow: readings are missing in the recording</source>
        <translation>Der Datenträger ist zu langsam: In der Aufzeichnung fehlen Schätzwerte</translation>
    </message>
    <message>
        <source>The recording has ended: {reason}</source>
        <translation>Die Aufzeichnung ist beendet: {reason}</translation>
    </message>
    <message>
        <source>The video ended before the scores.</source>
        <translation>Das Video endet vor den Schätzwerten.</translation>
    </message>
    <message>
        <source>The video is not kept any longer. The scores are.</source>
        <translation>Das Video wird nicht weiter behalten, die Schätzwerte schon.</translation>
    </message>
    <message>
        <source>This recording is not in the list of sessions: {reason}</source>
        <translation>Diese Aufzeichnung steht nicht in der Liste der Sitzungen: {reason}</translation>
    </message>
    <message>
        <source>What was recorded until then is kept.</source>
        <translation>Was bis dahin aufgezeichnet wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>a mistake in the program</source>
        <translation>ein Fehler im Programm</translation>
    </message>
    <message>
        <source>{rows} recorded</source>
        <translation>{rows} aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>RecordingStrip</name>
    <message>
        <source>The file begins when the analysis starts</source>
        <translation>Die Datei beginnt mit der Auswertung</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) left out</source>
        <translation>
            <numerusform>%n Bild ausgelassen</numerusform>
            <numerusform>%n Bilder ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Complete the recording ({keys})</source>
        <translation>Die Aufzeichnung abschließen ({keys})</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>Weiter aufzeichnen</translation>
    </message>
    <message>
        <source>Go on recording ({keys})</source>
        <translation>Weiter aufzeichnen ({keys})</translation>
    </message>
    <message>
        <source>Only {space}</source>
        <translation>Nur {space}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause the recording</source>
        <translation>Aufzeichnung unterbrechen</translation>
    </message>
    <message>
        <source>Pause the recording ({keys})</source>
        <translation>Aufzeichnung unterbrechen ({keys})</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufzeichnung stoppen</translation>
    </message>
    <message>
        <source>The pictures are written to an MP4 file beside the CSV file</source>
        <translation>Die Bilder werden in eine MP4-Datei neben der CSV-Datei geschrieben</translation>
    </message>
    <message>
        <source>Video is kept</source>
        <translation>Video wird behalten</translation>
    </message>
    <message>
        <source>○ Paused at {time}</source>
        <translation>○ Unterbrochen bei {time}</translation>
    </message>
    <message>
        <source>○ Ready to record</source>
        <translation>○ Bereit zur Aufzeichnung</translation>
    </message>
    <message>
        <source>● Recording {time}</source>
        <translation>● Aufzeichnung {time}</translation>
    </message>
</context>
<context>
    <name>RemovePanel</name>
    <message>
        <source>Delete its file</source>
        <translation>Seine Datei löschen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove {title} from this computer? {size} become free. Bundles that were trained on it cannot be used until it is here again.</source>
        <translation>{title} von diesem Computer entfernen? {size} werden frei. Bundles, die mit ihm trainiert wurden, können erst wieder verwendet werden, wenn er wieder da ist.</translation>
    </message>
</context>
<context>
    <name>SessionBrowser</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Every word has to occur in the name, the subject, the notes or the source.</source>
        <translation>Jedes Wort muss in Name, Person, Notizen oder Quelle vorkommen.</translation>
    </message>
    <message>
        <source>No session matches “{words}”</source>
        <translation>Keine Sitzung passt zu „{words}“</translation>
    </message>
    <message>
        <source>Show all sessions again</source>
        <translation>Wieder alle Sitzungen zeigen</translation>
    </message>
    <message>
        <source>{sessions}, deleting {number}</source>
        <translation>{sessions}, beim Löschen: {number}</translation>
    </message>
</context>
<context>
    <name>SessionButtons</name>
    <message>
        <source>Choose one session to look at it</source>
        <translation>Wählen Sie eine einzelne Sitzung, um sie anzusehen</translation>
    </message>
    <message>
        <source>Delete for good what is chosen ({keys})</source>
        <translation>Ausgewähltes endgültig löschen ({keys})</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>It is not over yet: end the recording or the analysis first</source>
        <translation>Sie läuft noch: Beenden Sie zuerst die Aufzeichnung oder die Auswertung</translation>
    </message>
    <message>
        <source>Look at it on the timeline ({keys})</source>
        <translation>Auf der Zeitleiste ansehen ({keys})</translation>
    </message>
    <message>
        <source>One of them is not over yet: end the recording or the analysis first</source>
        <translation>Eine davon läuft noch: Beenden Sie zuerst die Aufzeichnung oder die Auswertung</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open on the timeline</source>
        <translation>Auf der Zeitleiste öffnen</translation>
    </message>
    <message>
        <source>Write what is chosen into files for other programs</source>
        <translation>Ausgewähltes in Dateien für andere Programme schreiben</translation>
    </message>
</context>
<context>
    <name>SessionDetails</name>
    <message>
        <source>Bundle</source>
        <translation>Bundle</translation>
    </message>
    <message>
        <source>Choose a session to see what is known of it.</source>
        <translation>Wählen Sie eine Sitzung, um zu sehen, was über sie bekannt ist.</translation>
    </message>
    <message>
        <source>Code, not a name</source>
        <translation>Code, kein Name</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Kept when you go on; Esc takes it back</source>
        <translation>Wird übernommen, wenn Sie weitergehen; Esc nimmt es zurück</translation>
    </message>
    <message>
        <source>Kept with Enter or when you go on; Esc takes it back</source>
        <translation>Wird mit der Eingabetaste übernommen oder wenn Sie weitergehen; Esc nimmt es zurück</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>No picture is kept</source>
        <translation>Kein Bild vorhanden</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Nothing is chosen</source>
        <translation>Nichts ausgewählt</translation>
    </message>
    <message>
        <source>Nothing was scored</source>
        <translation>Nichts wurde ausgewertet</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>Schätzwerte</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>What is worth remembering</source>
        <translation>Was man sich merken möchte</translation>
    </message>
    <message>
        <source>What you call the session ({keys})</source>
        <translation>Wie Sie die Sitzung nennen ({keys})</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>not there any more: {name}</source>
        <translation>nicht mehr da: {name}</translation>
    </message>
    <message>
        <source>{time} in all. They can be exported or deleted together.</source>
        <translation>Insgesamt {time}. Sie können zusammen exportiert oder gelöscht werden.</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
</context>
<context>
    <name>SessionPicture</name>
    <message>
        <source>Picture of the session</source>
        <translation>Bild der Sitzung</translation>
    </message>
</context>
<context>
    <name>SessionSearch</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Every word has to occur ({keys})</source>
        <translation>Jedes Wort muss vorkommen ({keys})</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search names, subjects, notes and sources</source>
        <translation>Suche in Name, Person, Notizen und Quelle</translation>
    </message>
</context>
<context>
    <name>SessionTable</name>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Sort by this column</source>
        <translation>Nach dieser Spalte ordnen</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Person</translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message numerus="yes">
        <source>%n session(s) deleted for good</source>
        <translation>
            <numerusform>%n Sitzung endgültig gelöscht</numerusform>
            <numerusform>%n Sitzungen endgültig gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>A session keeps what was read from a camera, a stream or a video, so that you can look at it again and take it into other programs. Record while an analysis is on, or open a video: it appears here by itself.</source>
        <translation>Eine Sitzung behält, was aus einer Kamera, einem Stream oder einem Video gelesen wurde, damit Sie es wieder ansehen und in andere Programme übernehmen können. Zeichnen Sie während einer Auswertung auf oder öffnen Sie ein Video: Die Sitzung erscheint hier von selbst.</translation>
    </message>
    <message>
        <source>Export {sessions}: {format}</source>
        <translation>{sessions} exportieren: {format}</translation>
    </message>
    <message>
        <source>Open the sessions once more</source>
        <translation>Die Sitzungen noch einmal öffnen</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>There are no sessions yet</source>
        <translation>Es gibt noch keine Sitzungen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Neuer Versuch</translation>
    </message>
</context>
<context>
    <name>SettingNotes</name>
    <message>
        <source>In use now: {value}</source>
        <translation>Zurzeit verwendet: {value}</translation>
    </message>
    <message>
        <source>Not on the chosen device.</source>
        <translation>Nicht auf dem gewählten Gerät.</translation>
    </message>
    <message>
        <source>Sessions that are older than that will be deleted, and nothing brings them back.</source>
        <translation>Ältere Sitzungen werden gelöscht, und nichts bringt sie zurück.</translation>
    </message>
    <message>
        <source>There is no bundle at this place now.</source>
        <translation>Hier liegt zurzeit kein Bundle.</translation>
    </message>
    <message>
        <source>This cannot be. Allowed: {allowed}</source>
        <translation>Das geht nicht. Erlaubt: {allowed}</translation>
    </message>
    <message>
        <source>This computer does not have it.</source>
        <translation>Das gibt es auf diesem Computer nicht.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n setting(s) imported</source>
        <translation>
            <numerusform>%n Einstellung importiert</numerusform>
            <numerusform>%n Einstellungen importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Fill in the defaults on every page; nothing changes before you press OK</source>
        <translation>Auf jeder Seite die Vorgaben eintragen; vor OK ändert sich nichts</translation>
    </message>
    <message>
        <source>Fill in what a TOML file says; nothing changes before you press OK</source>
        <translation>Eintragen, was in einer TOML-Datei steht; vor OK ändert sich nichts</translation>
    </message>
    <message>
        <source>Leave everything as it was</source>
        <translation>Alles lassen, wie es war</translation>
    </message>
    <message>
        <source>Nothing changes before you press OK.</source>
        <translation>Vor OK ändert sich nichts.</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Reset to defa&amp;ults</source>
        <translation>Z&amp;urücksetzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings exported</source>
        <translation>Einstellungen exportiert</translation>
    </message>
    <message>
        <source>Take over what was changed</source>
        <translation>Übernehmen, was geändert wurde</translation>
    </message>
    <message>
        <source>Write what stands here to a TOML file, named as on the command line</source>
        <translation>Was hier steht, in eine TOML-Datei schreiben, mit den Namen der Befehlszeile</translation>
    </message>
</context>
<context>
    <name>SettingsTable</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation>Aus&amp;wertung</translation>
    </message>
    <message>
        <source>&amp;Bundle</source>
        <translation>&amp;Bundle</translation>
    </message>
    <message>
        <source>&amp;Clip every</source>
        <translation>&amp;Clip alle</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>&amp;General</source>
        <translation>&amp;Allgemein</translation>
    </message>
    <message>
        <source>&amp;Keep sessions</source>
        <translation>&amp;Sitzungen behalten</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Mirror the picture</source>
        <translation>Bild &amp;spiegeln</translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation>Za&amp;hlen</translation>
    </message>
    <message>
        <source>&amp;Order of the bars</source>
        <translation>&amp;Reihenfolge der Balken</translation>
    </message>
    <message>
        <source>&amp;Plot</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>Genauig&amp;keit</translation>
    </message>
    <message>
        <source>&amp;Recording and sessions</source>
        <translation>Auf&amp;zeichnung und Sitzungen</translation>
    </message>
    <message>
        <source>&amp;Small picture of each session</source>
        <translation>&amp;Kleines Bild jeder Sitzung</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Timing</source>
        <translation>Zei&amp;ten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>A video that was analysed before opens with its results at once.</source>
        <translation>Ein Video, das schon ausgewertet wurde, öffnet sich sofort mit seinen Ergebnissen.</translation>
    </message>
    <message>
        <source>A&amp;ll faces</source>
        <translation>A&amp;lle Gesichter</translation>
    </message>
    <message>
        <source>As the bundle has them</source>
        <translation>Wie im Bundle</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Bars for every face, side by side, not for one alone.</source>
        <translation>Balken für jedes Gesicht, nebeneinander, nicht nur für eines.</translation>
    </message>
    <message>
        <source>By valence</source>
        <translation>Nach Valenz</translation>
    </message>
    <message>
        <source>By valence: from pleasant to unpleasant.</source>
        <translation>Nach Valenz: von angenehm bis unangenehm.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source>Hop: how many frames of 1/30 s lie between the starts of two clips.</source>
        <translation>Schritt (hop): wie viele Bilder zu 1/30 s zwischen den Anfängen zweier Clips liegen.</translation>
    </message>
    <message>
        <source>How long each step takes, as a panel.</source>
        <translation>Wie lange jeder Schritt dauert, als Tafel.</translation>
    </message>
    <message>
        <source>How many of the last clips vote together: more is calmer, fewer is faster.</source>
        <translation>Wie viele der letzten Clips gemeinsam abstimmen: mehr ist ruhiger, weniger ist schneller.</translation>
    </message>
    <message>
        <source>How much time it shows.</source>
        <translation>Welche Zeitspanne er zeigt.</translation>
    </message>
    <message>
        <source>Keep a&amp;nalyses of videos</source>
        <translation>Auswertungen von &amp;Videos behalten</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Of the window. It changes when the program is started the next time.</source>
        <translation>Die Sprache des Fensters. Sie wechselt beim nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>Percentages beside the bars.</source>
        <translation>Prozentwerte neben den Balken.</translation>
    </message>
    <message>
        <source>Recording &amp;folder</source>
        <translation>Aufzeichnungs&amp;ordner</translation>
    </message>
    <message>
        <source>Sessions that are older are deleted.</source>
        <translation>Ältere Sitzungen werden gelöscht.</translation>
    </message>
    <message>
        <source>The colours of the window.</source>
        <translation>Die Farben des Fensters.</translation>
    </message>
    <message>
        <source>The model: “{name}”, which comes with the program, or where another one lies.</source>
        <translation>Das Modell: „{name}“, das dem Programm beiliegt, oder wo ein anderes liegt.</translation>
    </message>
    <message>
        <source>The numbers that it computes with: exact, or faster.</source>
        <translation>Die Zahlen, mit denen es rechnet: genau oder schneller.</translation>
    </message>
    <message>
        <source>V&amp;ote over</source>
        <translation>&amp;Votum über</translation>
    </message>
    <message>
        <source>What is analysed and recorded stays as it is.</source>
        <translation>Was ausgewertet und aufgezeichnet wird, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>What the model runs on.</source>
        <translation>Worauf das Modell rechnet.</translation>
    </message>
    <message>
        <source>Where recordings go. It is made when it is needed.</source>
        <translation>Wohin Aufzeichnungen kommen. Der Ordner wird angelegt, wenn er gebraucht wird.</translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation>Ganze Sitzung</translation>
    </message>
    <message>
        <source>Without it a session keeps scores only, never a picture.</source>
        <translation>Ohne dies behält eine Sitzung nur Schätzwerte, nie ein Bild.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Alt + letter</source>
        <translation>Alt + Buchstabe</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Leave a page, close a row or a message</source>
        <translation>Eine Seite verlassen, eine Zeile oder Meldung schließen</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Open the menu with this letter underlined</source>
        <translation>Das Menü mit diesem unterstrichenen Buchstaben öffnen</translation>
    </message>
    <message>
        <source>Play the selection, or all of it, again and again</source>
        <translation>Die Auswahl oder alles immer wieder abspielen</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>See what comes before or after</source>
        <translation>Sehen, was davor oder danach kommt</translation>
    </message>
    <message>
        <source>Select a stretch</source>
        <translation>Einen Abschnitt auswählen</translation>
    </message>
    <message>
        <source>Shift + drag</source>
        <translation>Umschalt + Ziehen</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>Ton an oder aus</translation>
    </message>
    <message>
        <source>Ten frames back or on</source>
        <translation>Zehn Bilder zurück oder weiter</translation>
    </message>
    <message>
        <source>The selection begins or ends here</source>
        <translation>Die Auswahl beginnt oder endet hier</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>To the beginning or the end</source>
        <translation>An den Anfang oder das Ende</translation>
    </message>
    <message>
        <source>To the control before</source>
        <translation>Zum vorigen Bedienelement</translation>
    </message>
    <message>
        <source>To the next control</source>
        <translation>Zum nächsten Bedienelement</translation>
    </message>
    <message>
        <source>Wheel, + and −</source>
        <translation>Mausrad, + und −</translation>
    </message>
    <message>
        <source>Zoom in or out</source>
        <translation>Näher heran oder weiter weg</translation>
    </message>
</context>
<context>
    <name>SourceMenu</name>
    <message>
        <source>&amp;Chosen by the camera</source>
        <translation>Von der Kamera &amp;gewählt</translation>
    </message>
    <message>
        <source>&amp;Forget a network camera</source>
        <translation>Netzwerkkamera &amp;vergessen</translation>
    </message>
    <message>
        <source>&amp;Resolution and rate</source>
        <translation>Auflösung und &amp;Bildrate</translation>
    </message>
    <message>
        <source>As {user}. Asks for the password, which is not stored</source>
        <translation>Als {user}. Fragt nach dem Passwort, das nicht gespeichert wird</translation>
    </message>
    <message>
        <source>Asks for the password, which is not stored</source>
        <translation>Fragt nach dem Passwort, das nicht gespeichert wird</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Take an address out of this list</source>
        <translation>Eine Adresse aus dieser Liste entfernen</translation>
    </message>
    <message>
        <source>This is chosen now</source>
        <translation>Das ist jetzt gewählt</translation>
    </message>
    <message>
        <source>What the camera is asked for</source>
        <translation>Was von der Kamera verlangt wird</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Capture</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Frames per second from the source</source>
        <translation>Bilder pro Sekunde von der Quelle</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>From a clip&apos;s last frame to its reading (median)</source>
        <translation>Vom letzten Bild eines Clips bis zu seinem Schätzwert (Median)</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation>Worauf das Modell rechnet</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Clips that the hop in effect asked for, not scored because the model was busy</source>
        <translation>Clips, die beim geltenden Abstand fällig waren und nicht ausgewertet wurden, weil das Modell beschäftigt war</translation>
    </message>
    <message>
        <source>How often a clip of 16 frames is scored</source>
        <translation>Wie oft ein Clip zu 16 Bildern ausgewertet wird</translation>
    </message>
    <message>
        <source>The video model that looks at the clips</source>
        <translation>Das Videomodell, das die Clips betrachtet</translation>
    </message>
    <message>
        <source>What the model runs on, and in which precision</source>
        <translation>Worauf das Modell läuft und mit welcher Genauigkeit</translation>
    </message>
    <message>
        <source>one in {seconds} s</source>
        <translation>einer in {seconds} s</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/s</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>No emotion is shown</source>
        <translation>Keine Emotion wird gezeigt</translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation>Noch nicht ausgewertet</translation>
    </message>
    <message>
        <source>Nothing was scored</source>
        <translation>Nichts wurde ausgewertet</translation>
    </message>
    <message>
        <source>Show the whole film</source>
        <translation>Den ganzen Film zeigen</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>Bild {number}</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>nicht ausgewertet</translation>
    </message>
</context>
<context>
    <name>TimelineCanvas</name>
    <message>
        <source>At {position} of {duration}</source>
        <translation>Bei {position} von {duration}</translation>
    </message>
    <message>
        <source>Drag: select a part. Double-click: select nothing.</source>
        <translation>Ziehen: einen Abschnitt auswählen. Doppelklick: nichts auswählen.</translation>
    </message>
    <message>
        <source>The whole film, in the colour of the strongest emotion. Drag: see another part.</source>
        <translation>Der ganze Film, in der Farbe der stärksten Emotion. Ziehen: einen anderen Teil sehen.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>selected from {begin} to {end}</source>
        <translation>ausgewählt von {begin} bis {end}</translation>
    </message>
</context>
<context>
    <name>TimingPanel</name>
    <message>
        <source>Capture</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Encode</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Find faces</source>
        <translation>Gesichter finden</translation>
    </message>
    <message>
        <source>Median time of each stage, from the arrival of a picture to the painted bars. The thin line reaches to the 95th percentile.</source>
        <translation>Median der Zeit jedes Schritts, von der Ankunft eines Bildes bis zu den gezeichneten Balken. Die dünne Linie reicht bis zum 95. Perzentil.</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Picture to bars</source>
        <translation>Bild bis Balken</translation>
    </message>
    <message>
        <source>Slowest: {stage}</source>
        <translation>Am langsamsten: {stage}</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Votum</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>{frames} pictures/s, {clips} clips/s, {skipped} skipped</source>
        <translation>{frames} fps, {clips} Clips/s, {skipped} ausgelassen</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Stop ({keys})</source>
        <translation>Stoppen ({keys})</translation>
    </message>
    <message>
        <source>What is analysed</source>
        <translation>Was ausgewertet wird</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Bundle</translation>
    </message>
    <message>
        <source>The model that does it</source>
        <translation>Das Modell, das auswertet</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation>Quelle wählen</translation>
    </message>
    <message>
        <source>Complete the CSV file ({keys})</source>
        <translation>Die CSV-Datei abschließen ({keys})</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Do not record when the analysis begins ({keys})</source>
        <translation>Bei Beginn der Auswertung nicht aufzeichnen ({keys})</translation>
    </message>
    <message>
        <source>Ready to record</source>
        <translation>Aufnahmebereit</translation>
    </message>
    <message>
        <source>Ready to record, press to cancel</source>
        <translation>Bereit zur Aufzeichnung, zum Abbrechen drücken</translation>
    </message>
    <message>
        <source>Start ({keys})</source>
        <translation>Starten ({keys})</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation>Worauf das Modell rechnet</translation>
    </message>
    <message>
        <source>Write readings to a CSV file ({keys})</source>
        <translation>Schätzwerte in eine CSV-Datei schreiben ({keys})</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Stoppt…</translation>
    </message>
    <message>
        <source>Waiting for the source to let go</source>
        <translation>Wartet, bis die Quelle loslässt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufzeichnung stoppen</translation>
    </message>
    <message>
        <source>Record to CSV</source>
        <translation>In CSV aufzeichnen</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Hear the video, or do not</source>
        <translation>Das Video hören oder nicht</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Kein Ton</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play the selection again and again, or all of the video</source>
        <translation>Die Auswahl immer wieder abspielen, sonst das ganze Video</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>Ton aus</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed (slower: {slower}, faster: {faster})</source>
        <translation>Tempo (langsamer: {slower}, schneller: {faster})</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Bild zurück</translation>
    </message>
    <message>
        <source>Step on</source>
        <translation>Bild vor</translation>
    </message>
    <message>
        <source>The frame after this one</source>
        <translation>Das Bild nach diesem</translation>
    </message>
    <message>
        <source>The frame before this one</source>
        <translation>Das Bild vor diesem</translation>
    </message>
    <message>
        <source>frame {number} / {all}</source>
        <translation>Bild {number} / {all}</translation>
    </message>
    <message>
        <source>{number}×</source>
        <translation>{number}×</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>Choose the face that the verdict is about</source>
        <translation>Das Gesicht wählen, dessen Ergebnis gezeigt wird</translation>
    </message>
    <message>
        <source>Face that the verdict is about</source>
        <translation>Gesicht, dessen Ergebnis gezeigt wird</translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation>Noch nicht ausgewertet</translation>
    </message>
    <message>
        <source>Select a stretch on the timeline (Shift + drag)</source>
        <translation>Abschnitt wählen: Umschalt + Ziehen in der Zeitleiste</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Verdict on</source>
        <translation>Ergebnis für</translation>
    </message>
    <message>
        <source>Whole video</source>
        <translation>Ganzes Video</translation>
    </message>
    <message>
        <source>{some} of {all}</source>
        <translation>{some} von {all}</translation>
    </message>
</context>
<context>
    <name>VerdictTable</name>
    <message>
        <source>Nothing was scored</source>
        <translation>Nichts ausgewertet</translation>
    </message>
    <message>
        <source>PBV {pbv} %, MV {mv} % of {clips}</source>
        <translation>PBV {pbv} %, MV {mv} % von {clips}</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Shares of the votes</source>
        <translation>Anteile der Voten</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Ganz</translation>
    </message>
</context>
<context>
    <name>VerdictTile</name>
    <message>
        <source>MV: {emotion}</source>
        <translation>MV: {emotion}</translation>
    </message>
    <message>
        <source>Nothing was scored</source>
        <translation>Nichts ausgewertet</translation>
    </message>
</context>
<context>
    <name>Verdicts</name>
    <message>
        <source>No face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>Nothing is scored while no face is in view</source>
        <translation>Ohne Gesicht im Bild wird nichts ausgewertet</translation>
    </message>
    <message>
        <source>Whole video: vote over {clips}</source>
        <translation>Ganzes Video: Votum über {clips}</translation>
    </message>
    <message>
        <source>{face} is out of view</source>
        <translation>{face} ist nicht im Bild</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>&amp;Name this face…</source>
        <translation>Gesicht &amp;benennen…</translation>
    </message>
    <message>
        <source>&amp;Show {face} on the bars</source>
        <translation>{face} auf den Balken &amp;zeigen</translation>
    </message>
    <message>
        <source>Click: show this face on the bars.</source>
        <translation>Klick: dieses Gesicht an den Balken zeigen.</translation>
    </message>
    <message>
        <source>Click: show this face on the bars. Double-click: name it.</source>
        <translation>Klick: dieses Gesicht auf den Balken zeigen. Doppelklick: benennen.</translation>
    </message>
</context>
<context>
    <name>ViewRow</name>
    <message>
        <source>All faces</source>
        <translation>Alle Gesichter</translation>
    </message>
    <message>
        <source>Bars for every face, side by side</source>
        <translation>Balken für jedes Gesicht, nebeneinander</translation>
    </message>
    <message>
        <source>By valence</source>
        <translation>Nach Valenz</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Einfrieren</translation>
    </message>
    <message>
        <source>Hold picture, bars and plot; analysis and recording go on</source>
        <translation>Bild, Balken und Verlauf anhalten; Auswertung und Aufzeichnung laufen weiter</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Next face</source>
        <translation>Nächstes Gesicht</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Show how long each stage takes</source>
        <translation>Zeigen, wie lange jeder Schritt dauert</translation>
    </message>
    <message>
        <source>Show percentages beside the bars</source>
        <translation>Prozentwerte neben den Balken zeigen</translation>
    </message>
    <message>
        <source>Show the next face on bars and plot</source>
        <translation>Das nächste Gesicht auf Balken und Verlauf zeigen</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror; recordings stay as they are</source>
        <translation>Das Bild wie im Spiegel zeigen; Aufzeichnungen bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Sort the bars from pleasant to unpleasant</source>
        <translation>Die Balken von angenehm bis unangenehm ordnen</translation>
    </message>
    <message>
        <source>Time that the plot shows</source>
        <translation>Zeitspanne des Verlaufs</translation>
    </message>
    <message>
        <source>Time that the plot shows (shorter: {shorter}, longer: {longer})</source>
        <translation>Zeitspanne des Verlaufs (kürzer: {shorter}, länger: {longer})</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeiten</translation>
    </message>
</context>
<context>
    <name>VoteLegend</name>
    <message>
        <source>MV: share of the clips won</source>
        <translation>MV: Anteil gewonnener Clips</translation>
    </message>
    <message>
        <source>PBV, posteriors-based vote: what all clips say together, the unsure ones with less weight.
MV, majority vote: each clip counts once, for its most probable label.</source>
        <translation>PBV, Votum nach Posteriors (posteriors-based vote): was alle Clips zusammen sagen, unsichere mit weniger Gewicht.
MV, Mehrheitsvotum (majority vote): Jeder Clip zählt einmal, für sein wahrscheinlichstes Label.</translation>
    </message>
    <message>
        <source>PBV: mean of all posteriors</source>
        <translation>PBV: Mittel aller Posteriors</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Open a video</source>
        <translation>Video öffnen</translation>
    </message>
    <message>
        <source>Play a file and watch what is read from the faces in it.</source>
        <translation>Eine Datei abspielen und sehen, was aus den Gesichtern darin gelesen wird.</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Demo ausprobieren</translation>
    </message>
    <message>
        <source>A portrait that comes with the program. Needs no camera.</source>
        <translation>Ein Porträt, das dem Programm beiliegt. Braucht keine Kamera.</translation>
    </message>
    <message>
        <source>Continue with {name}</source>
        <translation>Weiter mit {name}</translation>
    </message>
    <message>
        <source>Estimates posed expressions, not what somebody feels. Pictures stay on this computer and are kept only if you ask for it.</source>
        <translation>Schätzt gestellte Ausdrücke, nicht, was jemand fühlt. Bilder bleiben auf diesem Computer und werden nur auf Wunsch behalten.</translation>
    </message>
    <message>
        <source>Use a camera</source>
        <translation>Kamera verwenden</translation>
    </message>
    <message>
        <source>Live from the camera of this computer.</source>
        <translation>Live von der Kamera dieses Computers.</translation>
    </message>
    <message>
        <source>Facial expressions, as they happen</source>
        <translation>Gesichtsausdrücke in Echtzeit</translation>
    </message>
    <message>
        <source>A video model watches two seconds at a time and says which expression it sees.</source>
        <translation>Ein Videomodell betrachtet je zwei Sekunden und sagt, welchen Ausdruck es sieht.</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Diagnostics copied: versions, settings and the end of the log</source>
        <translation>Diagnosedaten kopiert: Versionen, Einstellungen und das Ende des Protokolls</translation>
    </message>
    <message>
        <source>Drop a video, a .ferbundle file or the folder of a bundle, or the weights of an encoder.</source>
        <translation>Ziehen Sie ein Video hierher, eine .ferbundle-Datei oder den Ordner eines Bundles, oder die Gewichte eines Encoders.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Not on the chosen device</source>
        <translation>Nicht auf dem gewählten Gerät</translation>
    </message>
    <message>
        <source>Open a bundle folder</source>
        <translation>Bundle-Ordner öffnen</translation>
    </message>
    <message>
        <source>Opened {name} only</source>
        <translation>Nur {name} geöffnet</translation>
    </message>
    <message>
        <source>Several videos can be dropped at once, but only one of anything else, and nothing beside it.</source>
        <translation>Mehrere Videos können auf einmal hierher gezogen werden, von allem anderen nur eines und nichts daneben.</translation>
    </message>
    <message>
        <source>The language changes when the program is started the next time</source>
        <translation>Die Sprache wechselt beim nächsten Start des Programms</translation>
    </message>
    <message>
        <source>{device} is not there any more: the fastest device is chosen automatically</source>
        <translation>{device} ist nicht mehr da: Das schnellste Gerät wird automatisch gewählt</translation>
    </message>
    <message>
        <source>{name} is no video, no bundle and no encoder</source>
        <translation>{name} ist weder ein Video noch ein Bundle noch ein Encoder</translation>
    </message>
</context>
<context>
    <name>WindowModels</name>
    <message>
        <source>Import the folder of an encoder</source>
        <translation>Den Ordner eines Encoders importieren</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Where encoders are downloaded</source>
        <translation>Wo Encoder heruntergeladen werden</translation>
    </message>
    <message>
        <source>Where it can be tried again</source>
        <translation>Wo man es noch einmal versuchen kann</translation>
    </message>
    <message>
        <source>{name} is being imported</source>
        <translation>{name} wird importiert</translation>
    </message>
    <message>
        <source>{name} is here now: bundles that were trained on it can be used</source>
        <translation>{name} ist jetzt da: Bundles, die mit ihm trainiert wurden, können verwendet werden</translation>
    </message>
    <message>
        <source>{name} is whole: its file has the digest that was recorded</source>
        <translation>{name} ist unversehrt: Seine Datei hat die festgehaltene Prüfsumme</translation>
    </message>
</context>
<context>
    <name>WindowPlayback</name>
    <message numerus="yes">
        <source>%n old session(s) deleted, as the settings say</source>
        <translation>
            <numerusform>%n alte Sitzung gelöscht, wie eingestellt</numerusform>
            <numerusform>%n alte Sitzungen gelöscht, wie eingestellt</numerusform>
        </translation>
    </message>
    <message>
        <source>The camera goes on; Esc leads back to it</source>
        <translation>Die Kamera läuft weiter; Esc führt zu ihr zurück</translation>
    </message>
    <message>
        <source>The damaged file has been kept, and so has everything that was recorded to files.</source>
        <translation>Die beschädigte Datei ist aufgehoben, ebenso alles, was in Dateien aufgezeichnet wurde.</translation>
    </message>
    <message>
        <source>The list of sessions was damaged: a new one is begun</source>
        <translation>Die Liste der Sitzungen war beschädigt: eine neue wird begonnen</translation>
    </message>
</context>
<context>
    <name>choosers</name>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation>Bundles</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Import an encoder</source>
        <translation>Einen Encoder importieren</translation>
    </message>
    <message>
        <source>Open a bundle</source>
        <translation>Bundle öffnen</translation>
    </message>
    <message>
        <source>Open videos</source>
        <translation>Videos öffnen</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Check its drive, then open it once more</source>
        <translation>Prüfen Sie das Laufwerk und öffnen Sie die Datei dann noch einmal</translation>
    </message>
    <message>
        <source>Check that it is plugged in, that this program may use cameras, and that no other program uses it</source>
        <translation>Prüfen Sie, ob sie eingesteckt ist, ob dieses Programm Kameras verwenden darf und ob kein anderes Programm sie verwendet</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it</source>
        <translation>Prüfen Sie, ob sie da ist und ob Sie sie lesen dürfen</translation>
    </message>
    <message>
        <source>Check that the camera is on, and choose MJPEG or H.264 in its settings</source>
        <translation>Prüfen Sie, ob die Kamera eingeschaltet ist, und wählen Sie in ihren Einstellungen MJPEG oder H.264</translation>
    </message>
    <message>
        <source>Check that the file plays in a video player</source>
        <translation>Prüfen Sie, ob ein Videoplayer die Datei abspielt</translation>
    </message>
    <message>
        <source>Check that you may read it</source>
        <translation>Prüfen Sie, ob Sie sie lesen dürfen</translation>
    </message>
    <message>
        <source>Check the address</source>
        <translation>Prüfen Sie die Adresse</translation>
    </message>
    <message>
        <source>Check the address, and that the camera is on and in the same network</source>
        <translation>Prüfen Sie die Adresse und ob die Kamera eingeschaltet und im selben Netz ist</translation>
    </message>
    <message>
        <source>Check the address, user name and password, and that the camera is on and can be reached from here</source>
        <translation>Prüfen Sie Adresse, Benutzername und Passwort und ob die Kamera eingeschaltet und von hier aus erreichbar ist</translation>
    </message>
    <message>
        <source>Check the address; perhaps the file is not for everybody</source>
        <translation>Prüfen Sie die Adresse; vielleicht ist die Datei nicht für alle da</translation>
    </message>
    <message>
        <source>Check the address; some networks want a login in the browser first</source>
        <translation>Prüfen Sie die Adresse; manche Netze verlangen zuerst eine Anmeldung im Browser</translation>
    </message>
    <message>
        <source>Check the address; the camera&apos;s manual or settings say what it has to be</source>
        <translation>Prüfen Sie die Adresse; wie sie lauten muss, steht in der Anleitung oder den Einstellungen der Kamera</translation>
    </message>
    <message>
        <source>Check the beginning of the address (http://, https:// or rtsp://) and the port</source>
        <translation>Prüfen Sie den Anfang der Adresse (http://, https:// oder rtsp://) und den Port</translation>
    </message>
    <message>
        <source>Check the camera</source>
        <translation>Prüfen Sie die Kamera</translation>
    </message>
    <message>
        <source>Check the computer&apos;s clock; if a proxy reads along here, ask who runs it for its certificate</source>
        <translation>Prüfen Sie die Uhr des Computers; liest hier ein Proxy mit, fragen Sie seinen Betreiber nach dem Zertifikat</translation>
    </message>
    <message>
        <source>Check the name and the folder</source>
        <translation>Prüfen Sie Name und Ordner</translation>
    </message>
    <message>
        <source>Check the name in the address</source>
        <translation>Prüfen Sie den Namen in der Adresse</translation>
    </message>
    <message>
        <source>Check the network and its proxy; a file from another computer can be imported</source>
        <translation>Prüfen Sie das Netz und seinen Proxy; eine Datei von einem anderen Computer kann importiert werden</translation>
    </message>
    <message>
        <source>Check the port in the address, and that the camera&apos;s video server is on</source>
        <translation>Prüfen Sie den Port in der Adresse und ob der Videoserver der Kamera eingeschaltet ist</translation>
    </message>
    <message>
        <source>Check user name and password, and the user&apos;s rights there</source>
        <translation>Prüfen Sie Benutzername und Passwort und welche Rechte der Benutzer dort hat</translation>
    </message>
    <message>
        <source>Check what follows name and port; the camera&apos;s manual or settings say what it has to be</source>
        <translation>Prüfen Sie, was nach Name und Port steht; wie es lauten muss, steht in der Anleitung oder den Einstellungen der Kamera</translation>
    </message>
    <message>
        <source>Check who may write there</source>
        <translation>Prüfen Sie, wer dort schreiben darf</translation>
    </message>
    <message>
        <source>Choose a V-JEPA 2 model</source>
        <translation>Wählen Sie ein V-JEPA-2-Modell</translation>
    </message>
    <message>
        <source>Choose a bundle&apos;s folder or a .ferbundle file</source>
        <translation>Wählen Sie den Ordner eines Bundles oder eine .ferbundle-Datei</translation>
    </message>
    <message>
        <source>Choose a file inside it</source>
        <translation>Wählen Sie eine Datei darin</translation>
    </message>
    <message>
        <source>Choose a file that was exported here, or written by hand in the same way</source>
        <translation>Wählen Sie eine Datei, die hier exportiert oder ebenso von Hand geschrieben wurde</translation>
    </message>
    <message>
        <source>Choose a folder, a .ferbundle, or &quot;starter&quot;</source>
        <translation>Wählen Sie einen Ordner, ein .ferbundle oder „starter“</translation>
    </message>
    <message>
        <source>Choose a multiple of {patch}</source>
        <translation>Wählen Sie ein Vielfaches von {patch}</translation>
    </message>
    <message>
        <source>Choose a probe file (its weights are under `classifier`) or a bundle&apos;s probe.safetensors</source>
        <translation>Wählen Sie eine Probe-Datei (mit Gewichten unter `classifier`) oder die probe.safetensors eines Bundles</translation>
    </message>
    <message>
        <source>Choose a published .pth.tar or an encoder .safetensors</source>
        <translation>Wählen Sie eine veröffentlichte .pth.tar-Datei oder einen Encoder als .safetensors</translation>
    </message>
    <message>
        <source>Choose a published .pth.tar, a .safetensors, or the folder of a Hugging Face snapshot</source>
        <translation>Wählen Sie eine veröffentlichte .pth.tar-Datei, eine .safetensors-Datei oder den Ordner eines Snapshots von Hugging Face</translation>
    </message>
    <message>
        <source>Choose a published model.safetensors, or the folder of a Hugging Face snapshot</source>
        <translation>Wählen Sie eine veröffentlichte model.safetensors oder den Ordner eines Snapshots von Hugging Face</translation>
    </message>
    <message>
        <source>Choose a video file</source>
        <translation>Wählen Sie eine Videodatei</translation>
    </message>
    <message>
        <source>Choose another bundle or recording folder, or give it another name</source>
        <translation>Wählen Sie ein anderes Bundle oder einen anderen Aufzeichnungsordner oder benennen Sie es um</translation>
    </message>
    <message>
        <source>Choose another bundle, or train this one again</source>
        <translation>Wählen Sie ein anderes Bundle oder trainieren Sie dieses neu</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>Wählen Sie eine andere Datei</translation>
    </message>
    <message>
        <source>Choose another folder or another name</source>
        <translation>Wählen Sie einen anderen Ordner oder Namen</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Wählen Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>Choose another place</source>
        <translation>Wählen Sie einen anderen Ort</translation>
    </message>
    <message>
        <source>Choose another recording folder in the menu</source>
        <translation>Wählen Sie im Menü einen anderen Aufzeichnungsordner</translation>
    </message>
    <message>
        <source>Choose one of {names}</source>
        <translation>Wählen Sie eines von: {names}</translation>
    </message>
    <message>
        <source>Choose one of: auto, {names}</source>
        <translation>Wählen Sie: auto, {names}</translation>
    </message>
    <message>
        <source>Choose the device cpu</source>
        <translation>Wählen Sie das Gerät „cpu“</translation>
    </message>
    <message>
        <source>Choose the file of that encoder, or give this one a name of its own</source>
        <translation>Wählen Sie die Datei jenes Encoders oder geben Sie diesem einen eigenen Namen</translation>
    </message>
    <message>
        <source>Choose the folder of a downloaded model, with {config} and {file}</source>
        <translation>Wählen Sie den Ordner eines heruntergeladenen Modells, mit {config} und {file}</translation>
    </message>
    <message>
        <source>Choose the precision fp32</source>
        <translation>Wählen Sie die Genauigkeit fp32</translation>
    </message>
    <message>
        <source>Close other programs</source>
        <translation>Schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>Close other programs that may be using it, or unplug it and plug it in again</source>
        <translation>Schließen Sie andere Programme, die sie verwenden könnten, oder ziehen Sie sie ab und stecken Sie sie wieder ein</translation>
    </message>
    <message>
        <source>Close other programs that show this camera, and try again</source>
        <translation>Schließen Sie andere Programme, die diese Kamera zeigen, und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>Close other windows of this program, and start it again</source>
        <translation>Schließen Sie andere Fenster dieses Programms, und starten Sie es neu</translation>
    </message>
    <message>
        <source>Close programs that use it, or choose cpu</source>
        <translation>Schließen Sie Programme, die es verwenden, oder wählen Sie „cpu“</translation>
    </message>
    <message>
        <source>Close the programs that use it</source>
        <translation>Schließen Sie die Programme, die ihn verwenden</translation>
    </message>
    <message>
        <source>Copy it again, or see whether a media player shows it</source>
        <translation>Kopieren Sie sie noch einmal oder sehen Sie nach, ob ein Videoplayer sie zeigt</translation>
    </message>
    <message>
        <source>Copy or download it again</source>
        <translation>Kopieren Sie sie noch einmal oder laden Sie sie neu herunter</translation>
    </message>
    <message>
        <source>Copy or download the file again</source>
        <translation>Kopieren Sie die Datei noch einmal oder laden Sie sie neu herunter</translation>
    </message>
    <message>
        <source>Copy or record it again</source>
        <translation>Kopieren Sie sie noch einmal oder nehmen Sie neu auf</translation>
    </message>
    <message>
        <source>Devices on this computer: auto, {names}</source>
        <translation>Geräte dieses Computers: auto, {names}</translation>
    </message>
    <message>
        <source>Download it and open the file</source>
        <translation>Laden Sie sie herunter und öffnen Sie die Datei</translation>
    </message>
    <message>
        <source>Download the file again</source>
        <translation>Laden Sie die Datei neu herunter</translation>
    </message>
    <message>
        <source>ELAN annotations</source>
        <translation>ELAN-Annotationen</translation>
    </message>
    <message>
        <source>End the recording first</source>
        <translation>Beenden Sie zuerst die Aufzeichnung</translation>
    </message>
    <message>
        <source>Enter the address of the stream itself. This one leads to {place}</source>
        <translation>Geben Sie die Adresse des Streams selbst ein. Diese führt zu {place}</translation>
    </message>
    <message>
        <source>Enter them beside the address</source>
        <translation>Geben Sie beides neben der Adresse ein</translation>
    </message>
    <message>
        <source>Export a shorter session, or to ELAN or CSV</source>
        <translation>Exportieren Sie eine kürzere Sitzung, oder als ELAN oder CSV</translation>
    </message>
    <message>
        <source>Export the bundle again, or get it again from where it came</source>
        <translation>Exportieren Sie das Bundle neu oder holen Sie es noch einmal dort, woher es kam</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder</source>
        <translation>Geben Sie Speicherplatz frei oder wählen Sie einen anderen Ordner</translation>
    </message>
    <message>
        <source>Get it again</source>
        <translation>Holen Sie es noch einmal</translation>
    </message>
    <message>
        <source>Get or export the bundle again</source>
        <translation>Holen oder exportieren Sie das Bundle noch einmal</translation>
    </message>
    <message>
        <source>Get the weights from their publisher, or as .safetensors</source>
        <translation>Holen Sie die Gewichte von dort, wo sie veröffentlicht wurden, oder als .safetensors</translation>
    </message>
    <message>
        <source>Give a path, or a name: {names}</source>
        <translation>Geben Sie einen Pfad an oder einen Namen: {names}</translation>
    </message>
    <message>
        <source>Install the program again</source>
        <translation>Installieren Sie das Programm neu</translation>
    </message>
    <message>
        <source>Install the system packages that the README lists, and mediapipe</source>
        <translation>Installieren Sie die Systempakete, die das README aufzählt, und mediapipe</translation>
    </message>
    <message>
        <source>It begins with https:// or http://</source>
        <translation>Sie beginnt mit https:// oder http://</translation>
    </message>
    <message>
        <source>It holds: {entries}</source>
        <translation>Sie enthält: {entries}</translation>
    </message>
    <message>
        <source>It is another encoder, or it is damaged: give the file of {encoder} that the bundle was made with</source>
        <translation>Es ist ein anderer Encoder, oder er ist beschädigt: Geben Sie die Datei von {encoder} an, mit der das Bundle gemacht wurde</translation>
    </message>
    <message>
        <source>It is damaged or is no weights file: copy or download it again</source>
        <translation>Sie ist beschädigt oder keine Gewichtsdatei: Kopieren Sie sie noch einmal oder laden Sie sie neu herunter</translation>
    </message>
    <message>
        <source>It is set aside when the program starts again</source>
        <translation>Sie wird beim nächsten Start des Programms beiseitegelegt</translation>
    </message>
    <message>
        <source>It is tried again by itself</source>
        <translation>Es wird von selbst weiter versucht</translation>
    </message>
    <message>
        <source>It may be sound only, damaged, cut off before its index, or not a video whatever its name says; see whether a media player shows it</source>
        <translation>Vielleicht enthält sie nur Ton, ist beschädigt, vor ihrem Index abgeschnitten oder trotz ihres Namens kein Video; sehen Sie nach, ob ein Videoplayer sie zeigt</translation>
    </message>
    <message>
        <source>It may have been deleted</source>
        <translation>Vielleicht wurde sie gelöscht</translation>
    </message>
    <message>
        <source>It was damaged or exchanged. Get the bundle and its encoder again</source>
        <translation>Sie wurde beschädigt oder ausgetauscht. Holen Sie das Bundle und seinen Encoder noch einmal</translation>
    </message>
    <message>
        <source>It was removed. Check the address</source>
        <translation>Sie wurde entfernt. Prüfen Sie die Adresse</translation>
    </message>
    <message>
        <source>It was removed. Get it again</source>
        <translation>Sie wurde entfernt. Holen Sie sie noch einmal</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Known are {schemes}</source>
        <translation>Bekannt sind {schemes}</translation>
    </message>
    <message>
        <source>Known here are {names}; a newer program may know more</source>
        <translation>Bekannt sind hier {names}; ein neueres Programm kennt vielleicht mehr</translation>
    </message>
    <message>
        <source>Known widths: {widths}; another needs num_heads, or heads on the card</source>
        <translation>Bekannte Breiten: {widths}; eine andere braucht num_heads oder heads auf der Karte</translation>
    </message>
    <message>
        <source>Look at what is here: fer-train weights list, or the Models page</source>
        <translation>Sehen Sie nach, was da ist: fer-train weights list oder die Seite „Modelle“</translation>
    </message>
    <message>
        <source>Look for the address of the stream in the camera&apos;s settings</source>
        <translation>Suchen Sie die Adresse des Streams in den Einstellungen der Kamera</translation>
    </message>
    <message>
        <source>Move it away by hand</source>
        <translation>Verschieben Sie sie von Hand</translation>
    </message>
    <message>
        <source>Move it away or choose another name</source>
        <translation>Verschieben Sie sie oder wählen Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>Nothing was changed. If you trust the new file, remove the encoder first and then get it again</source>
        <translation>Es wurde nichts geändert. Wenn Sie der neuen Datei vertrauen, entfernen Sie den Encoder und holen ihn dann noch einmal</translation>
    </message>
    <message>
        <source>Nothing was loaded. Check that this is the right file for this model</source>
        <translation>Es wurde nichts geladen. Prüfen Sie, ob dies die richtige Datei für dieses Modell ist</translation>
    </message>
    <message>
        <source>Nothing was read. Get the bundle from somebody you trust</source>
        <translation>Es wurde nichts gelesen. Holen Sie das Bundle von jemandem, dem Sie vertrauen</translation>
    </message>
    <message>
        <source>On Linux, install libportaudio2</source>
        <translation>Installieren Sie unter Linux libportaudio2</translation>
    </message>
    <message>
        <source>Open it once more</source>
        <translation>Öffnen Sie sie noch einmal</translation>
    </message>
    <message>
        <source>Open its first video to analyse it, or record without a pause</source>
        <translation>Öffnen Sie das erste Video, um es auszuwerten, oder zeichnen Sie ohne Pause auf</translation>
    </message>
    <message>
        <source>Open the video itself to analyse it again</source>
        <translation>Öffnen Sie das Video selbst, um es neu auszuwerten</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Plug a camera in, or open a video file or the demo instead</source>
        <translation>Schließen Sie eine Kamera an oder öffnen Sie stattdessen eine Videodatei oder die Demo</translation>
    </message>
    <message>
        <source>Plug in loudspeakers</source>
        <translation>Schließen Sie Lautsprecher an</translation>
    </message>
    <message>
        <source>Plug it in again</source>
        <translation>Stecken Sie sie wieder ein</translation>
    </message>
    <message>
        <source>Plug it in, into any port; it is then picked up again</source>
        <translation>Stecken Sie sie ein, an einem beliebigen Anschluss; dann geht es von selbst weiter</translation>
    </message>
    <message>
        <source>Put it back or connect its drive again, then open it once more</source>
        <translation>Legen Sie sie zurück oder schließen Sie ihr Laufwerk wieder an und öffnen Sie sie dann noch einmal</translation>
    </message>
    <message>
        <source>Put it back where it was, or connect the drive that it is on</source>
        <translation>Legen Sie es dorthin zurück, wo es war, oder schließen Sie das Laufwerk an, auf dem es liegt</translation>
    </message>
    <message>
        <source>Put the file itself there, or get the bundle again</source>
        <translation>Legen Sie die Datei selbst dorthin oder holen Sie das Bundle noch einmal</translation>
    </message>
    <message>
        <source>Put the old one back, or analyse the new one</source>
        <translation>Legen Sie das alte zurück oder werten Sie das neue aus</translation>
    </message>
    <message>
        <source>Record one, or open a video in the window</source>
        <translation>Zeichnen Sie eine auf, oder öffnen Sie ein Video im Fenster</translation>
    </message>
    <message>
        <source>Record the video as well, or analyse a video file</source>
        <translation>Zeichnen Sie auch das Video auf oder werten Sie eine Videodatei aus</translation>
    </message>
    <message>
        <source>Reinstall the package av, or record the scores only</source>
        <translation>Installieren Sie das Paket av neu oder zeichnen Sie nur die Schätzwerte auf</translation>
    </message>
    <message>
        <source>Remove it and get it again: fer-train weights remove {name}, then get</source>
        <translation>Entfernen Sie ihn und holen Sie ihn noch einmal: fer-train weights remove {name}, dann get</translation>
    </message>
    <message>
        <source>Remove it and import it again: fer-train weights remove {name}, then import</source>
        <translation>Entfernen Sie ihn und importieren Sie ihn noch einmal: fer-train weights remove {name}, dann import</translation>
    </message>
    <message>
        <source>Remove it first, or give this one another name</source>
        <translation>Entfernen Sie ihn zuerst oder geben Sie diesem einen anderen Namen</translation>
    </message>
    <message>
        <source>Rename the file</source>
        <translation>Benennen Sie die Datei um</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Research and other non-commercial use only, with credit to the authors</source>
        <translation>Nur für Forschung und andere nicht kommerzielle Zwecke, mit Nennung der Urheber</translation>
    </message>
    <message>
        <source>Restart the camera, or check the port in the address</source>
        <translation>Starten Sie die Kamera neu oder prüfen Sie den Port in der Adresse</translation>
    </message>
    <message>
        <source>See that it can be written</source>
        <translation>Sorgen Sie dafür, dass er beschreibbar ist</translation>
    </message>
    <message>
        <source>See that the file and its folder can be written</source>
        <translation>Sorgen Sie dafür, dass die Datei und ihr Ordner beschrieben werden können</translation>
    </message>
    <message>
        <source>See that the folder can be written</source>
        <translation>Sorgen Sie dafür, dass der Ordner beschreibbar ist</translation>
    </message>
    <message>
        <source>See the log for details</source>
        <translation>Einzelheiten stehen im Protokoll</translation>
    </message>
    <message>
        <source>See whether the disk is full or was taken out</source>
        <translation>Sehen Sie nach, ob der Datenträger voll ist oder entfernt wurde</translation>
    </message>
    <message>
        <source>Take letters, digits, dots, dashes and underscores, 64 at most</source>
        <translation>Nehmen Sie Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens 64</translation>
    </message>
    <message>
        <source>The face detection model cannot be read ({reason})</source>
        <translation>Das Modell der Gesichtserkennung kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>The face detection model is not the published file (its SHA-256 differs)</source>
        <translation>Das Modell der Gesichtserkennung ist nicht die veröffentlichte Datei (SHA-256 weicht ab)</translation>
    </message>
    <message>
        <source>The face detector cannot be loaded ({error})</source>
        <translation>Der Gesichtsdetektor kann nicht geladen werden ({error})</translation>
    </message>
    <message>
        <source>The first reason: {reason}</source>
        <translation>Der erste Grund: {reason}</translation>
    </message>
    <message>
        <source>The proxy wants a user name and a password: put them into the address of the proxy</source>
        <translation>Der Proxy verlangt Benutzername und Passwort: Schreiben Sie sie in die Adresse des Proxys</translation>
    </message>
    <message>
        <source>There is no sound: the sound output does not respond.</source>
        <translation>Kein Ton: Die Tonausgabe antwortet nicht.</translation>
    </message>
    <message>
        <source>There is no sound: {reason}.</source>
        <translation>Kein Ton: {reason}.</translation>
    </message>
    <message>
        <source>This program cannot be extended: install FER Desktop with Python, as README.md says, or use V-JEPA 1</source>
        <translation>Dieses Programm kann nicht erweitert werden: Installieren Sie FER Desktop mit Python, wie es in README.md steht, oder verwenden Sie V-JEPA 1</translation>
    </message>
    <message>
        <source>This video has no sound.</source>
        <translation>Dieses Video hat keinen Ton.</translation>
    </message>
    <message>
        <source>Try again in a moment</source>
        <translation>Versuchen Sie es gleich noch einmal</translation>
    </message>
    <message>
        <source>Try again later</source>
        <translation>Versuchen Sie es später noch einmal</translation>
    </message>
    <message>
        <source>Try again later, or another address</source>
        <translation>Versuchen Sie es später noch einmal oder mit einer anderen Adresse</translation>
    </message>
    <message>
        <source>Try again, or restart the camera</source>
        <translation>Versuchen Sie es noch einmal oder starten Sie die Kamera neu</translation>
    </message>
    <message>
        <source>Try another address, or import a file from another computer</source>
        <translation>Versuchen Sie eine andere Adresse oder importieren Sie eine Datei von einem anderen Computer</translation>
    </message>
    <message>
        <source>Try camera {numbers}</source>
        <translation>Versuchen Sie Kamera {numbers}</translation>
    </message>
    <message>
        <source>Unplug it, or restart the program</source>
        <translation>Ziehen Sie sie ab oder starten Sie das Programm neu</translation>
    </message>
    <message>
        <source>Update FER Desktop, or export the bundle again</source>
        <translation>Aktualisieren Sie FER Desktop oder exportieren Sie das Bundle neu</translation>
    </message>
    <message>
        <source>Use that version, or move the file away</source>
        <translation>Verwenden Sie jene Version oder verschieben Sie die Datei</translation>
    </message>
    <message>
        <source>Wait until it is done there</source>
        <translation>Warten Sie, bis es dort fertig ist</translation>
    </message>
    <message>
        <source>What has arrived is kept. Get it again: it goes on where it stopped</source>
        <translation>Was angekommen ist, bleibt. Holen Sie ihn noch einmal: Es geht dort weiter, wo es aufgehört hat</translation>
    </message>
    <message>
        <source>You may not use cameras on this computer: ask for membership in the group &apos;video&apos;, then log in again</source>
        <translation>Sie dürfen auf diesem Computer keine Kameras verwenden: Bitten Sie um Aufnahme in die Gruppe „video“ und melden Sie sich dann neu an</translation>
    </message>
    <message>
        <source>a V-JEPA 2 encoder needs the library {library}, which is not installed</source>
        <translation>ein V-JEPA-2-Encoder braucht die Bibliothek {library}, die nicht installiert ist</translation>
    </message>
    <message>
        <source>a clip could not be scored ({reason})</source>
        <translation>ein Clip konnte nicht ausgewertet werden ({reason})</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a model {width} wide cannot have {heads} attention heads</source>
        <translation>ein Modell der Breite {width} kann keine {heads} Attention-Heads haben</translation>
    </message>
    <message>
        <source>a name in the bundle leads out of it ({name})</source>
        <translation>ein Name im Bundle führt aus ihm hinaus ({name})</translation>
    </message>
    <message>
        <source>a newer version of this program wrote the sessions (format {found}, not {known})</source>
        <translation>eine neuere Version dieses Programms hat die Sitzungen geschrieben (Format {found}, nicht {known})</translation>
    </message>
    <message>
        <source>a number as large as that</source>
        <translation>eine so große Zahl</translation>
    </message>
    <message>
        <source>a part of the weights is missing</source>
        <translation>ein Teil der Gewichte fehlt</translation>
    </message>
    <message>
        <source>a picture could not be worked on ({reason})</source>
        <translation>ein Bild konnte nicht verarbeitet werden ({reason})</translation>
    </message>
    <message>
        <source>a session that is being recorded cannot be deleted</source>
        <translation>eine Sitzung, die noch aufgezeichnet wird, kann nicht gelöscht werden</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>eine Tabelle</translation>
    </message>
    <message>
        <source>a whole number from {least} to {most}</source>
        <translation>eine ganze Zahl von {least} bis {most}</translation>
    </message>
    <message>
        <source>a whole number from {least} to {most}, or “{word}”</source>
        <translation>eine ganze Zahl von {least} bis {most} oder „{word}“</translation>
    </message>
    <message>
        <source>addresses that begin with {scheme}:// cannot be opened</source>
        <translation>Adressen, die mit {scheme}:// beginnen, können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>an encoder with patches of {patch} pixels cannot see pictures of {resolution} pixels</source>
        <translation>ein Encoder mit Patches von {patch} Pixeln kann keine Bilder von {resolution} Pixeln sehen</translation>
    </message>
    <message>
        <source>another program is writing to the sessions</source>
        <translation>ein anderes Programm schreibt gerade in die Sitzungen</translation>
    </message>
    <message>
        <source>another program, or another part of this one, is busy with the encoder {name}</source>
        <translation>ein anderes Programm oder ein anderer Teil dieses Programms ist mit dem Encoder {name} beschäftigt</translation>
    </message>
    <message>
        <source>auto, cpu, cuda, cuda:1 (or another number), mps</source>
        <translation>auto, cpu, cuda, cuda:1 (oder eine andere Zahl), mps</translation>
    </message>
    <message>
        <source>cannot write ({reason})</source>
        <translation>Schreiben nicht möglich ({reason})</translation>
    </message>
    <message>
        <source>card.json cannot be read ({error})</source>
        <translation>card.json kann nicht gelesen werden ({error})</translation>
    </message>
    <message>
        <source>card.json has unknown entries ({names})</source>
        <translation>card.json hat unbekannte Einträge ({names})</translation>
    </message>
    <message>
        <source>card.json lacks entries ({names})</source>
        <translation>in card.json fehlen Einträge ({names})</translation>
    </message>
    <message>
        <source>card.json makes no sense: {fault}</source>
        <translation>card.json ergibt keinen Sinn: {fault}</translation>
    </message>
    <message>
        <source>disk quota exceeded</source>
        <translation>Speicherkontingent erschöpft</translation>
    </message>
    <message>
        <source>file exists</source>
        <translation>Datei gibt es schon</translation>
    </message>
    <message>
        <source>file name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>file too large</source>
        <translation>Datei zu groß</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>it failed ({error})</source>
        <translation>es ist gescheitert ({error})</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>sie ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>line {line}: {what}</source>
        <translation>Zeile {line}: {what}</translation>
    </message>
    <message>
        <source>no NVIDIA GPU with a driver was found</source>
        <translation>es wurde keine NVIDIA-Grafikkarte mit Treiber gefunden</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>keine Antwort in der erwarteten Zeit</translation>
    </message>
    <message>
        <source>no computer called {host} is known</source>
        <translation>kein Rechner mit dem Namen {host} ist bekannt</translation>
    </message>
    <message>
        <source>no encoder called {name} is published</source>
        <translation>ein Encoder namens {name} ist nicht veröffentlicht</translation>
    </message>
    <message>
        <source>no encrypted connection comes about: {reason}</source>
        <translation>eine verschlüsselte Verbindung kommt nicht zustande: {reason}</translation>
    </message>
    <message>
        <source>no pictures come any more</source>
        <translation>es kommen keine Bilder mehr</translation>
    </message>
    <message>
        <source>no pictures of this session were kept</source>
        <translation>von dieser Sitzung wurden keine Bilder behalten</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>kein Speicherplatz mehr frei</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>no video comes from this address</source>
        <translation>von dieser Adresse kommt kein Video</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>kein Ordner</translation>
    </message>
    <message>
        <source>not a single picture could be decoded</source>
        <translation>kein einziges Bild konnte decodiert werden</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>one of {values}</source>
        <translation>eines von {values}</translation>
    </message>
    <message>
        <source>opening was stopped</source>
        <translation>das Öffnen wurde abgebrochen</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>schreibgeschütztes Dateisystem</translation>
    </message>
    <message>
        <source>readings could not be handed over ({reason})</source>
        <translation>Schätzwerte konnten nicht weitergegeben werden ({reason})</translation>
    </message>
    <message>
        <source>several published encoders look like this file ({names})</source>
        <translation>mehrere veröffentlichte Encoder sehen so aus wie diese Datei ({names})</translation>
    </message>
    <message>
        <source>the CPU computes: {reason}</source>
        <translation>die CPU rechnet: {reason}</translation>
    </message>
    <message>
        <source>the NVIDIA driver is too old for this torch, which needs CUDA {version}: update the driver</source>
        <translation>der NVIDIA-Treiber ist zu alt für dieses torch, das CUDA {version} braucht: Aktualisieren Sie den Treiber</translation>
    </message>
    <message>
        <source>the bundle cannot be reached ({reason})</source>
        <translation>das Bundle ist nicht erreichbar ({reason})</translation>
    </message>
    <message>
        <source>the bundle cannot be written ({reason})</source>
        <translation>das Bundle kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the bundle needs another encoder {encoder} than the one on this computer: SHA-256 {expected}..., not {found}...</source>
        <translation>das Bundle braucht einen anderen Encoder {encoder} als den auf diesem Computer: SHA-256 {expected}..., nicht {found}...</translation>
    </message>
    <message>
        <source>the bundle needs the encoder {encoder} and does not hold it</source>
        <translation>das Bundle braucht den Encoder {encoder} und enthält ihn nicht</translation>
    </message>
    <message>
        <source>the bundle&apos;s card has a format that this version does not know</source>
        <translation>die Karte des Bundles hat ein Format, das diese Version nicht kennt</translation>
    </message>
    <message>
        <source>the camera asks for a user name and a password</source>
        <translation>die Kamera verlangt Benutzername und Passwort</translation>
    </message>
    <message>
        <source>the camera cannot be opened</source>
        <translation>die Kamera kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>the camera does not allow this user to see its video (error 403)</source>
        <translation>die Kamera erlaubt diesem Benutzer nicht, ihr Video zu sehen (Fehler 403)</translation>
    </message>
    <message>
        <source>the camera has a problem of its own (error {status})</source>
        <translation>die Kamera meldet eine eigene Störung (Fehler {status})</translation>
    </message>
    <message>
        <source>the camera has no room for another viewer just now (error {status})</source>
        <translation>die Kamera nimmt gerade keinen weiteren Zuschauer an (Fehler {status})</translation>
    </message>
    <message>
        <source>the camera is not plugged in</source>
        <translation>die Kamera ist nicht eingesteckt</translation>
    </message>
    <message>
        <source>the camera opens but gives no picture</source>
        <translation>die Kamera lässt sich öffnen, liefert aber kein Bild</translation>
    </message>
    <message>
        <source>the camera refuses the request (error {status})</source>
        <translation>die Kamera lehnt die Anfrage ab (Fehler {status})</translation>
    </message>
    <message>
        <source>the camera was unplugged</source>
        <translation>die Kamera wurde abgezogen</translation>
    </message>
    <message>
        <source>the card keeps {kept} x {kept} tokens, which the encoder&apos;s {height} x {width} cannot be pooled to</source>
        <translation>laut Karte bleiben {kept} x {kept} Tokens, auf die sich die {height} x {width} des Encoders nicht zusammenfassen lassen</translation>
    </message>
    <message>
        <source>the card uses output {output} of a probe that has only {outputs}, from 0 on</source>
        <translation>die Karte verwendet Ausgang {output} einer Probe, die nur {outputs} hat, von 0 an</translation>
    </message>
    <message>
        <source>the clock of this computer was put back by {seconds} s</source>
        <translation>die Uhr dieses Computers wurde um {seconds} s zurückgestellt</translation>
    </message>
    <message>
        <source>the clock of this computer was put forward by {seconds} s</source>
        <translation>die Uhr dieses Computers wurde um {seconds} s vorgestellt</translation>
    </message>
    <message>
        <source>the computer slept for {seconds} s</source>
        <translation>der Computer war {seconds} s im Ruhezustand</translation>
    </message>
    <message>
        <source>the database of sessions holds what this program does not understand</source>
        <translation>die Datenbank der Sitzungen enthält etwas, das dieses Programm nicht versteht</translation>
    </message>
    <message>
        <source>the database of sessions is damaged</source>
        <translation>die Datenbank der Sitzungen ist beschädigt</translation>
    </message>
    <message>
        <source>the demo picture is damaged</source>
        <translation>das Bild der Demo ist beschädigt</translation>
    </message>
    <message>
        <source>the device &quot;{name}&quot; is not there</source>
        <translation>das Gerät „{name}“ ist nicht da</translation>
    </message>
    <message>
        <source>the device failed ({reason})</source>
        <translation>das Gerät hat versagt ({reason})</translation>
    </message>
    <message>
        <source>the device ran out of memory</source>
        <translation>dem Gerät ging der Speicher aus</translation>
    </message>
    <message>
        <source>the disk does not work as it should</source>
        <translation>der Datenträger arbeitet nicht, wie er soll</translation>
    </message>
    <message>
        <source>the disk is almost full</source>
        <translation>der Datenträger ist fast voll</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk is too full for video</source>
        <translation>der Datenträger ist zu voll für Video</translation>
    </message>
    <message>
        <source>the encoder keeps up again</source>
        <translation>der Encoder hält wieder Schritt</translation>
    </message>
    <message>
        <source>the encoder needs more than {seconds} s for a clip</source>
        <translation>der Encoder braucht mehr als {seconds} s für einen Clip</translation>
    </message>
    <message>
        <source>the encoder {name} is not on this computer</source>
        <translation>der Encoder {name} ist nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>the file cannot be read ({reason})</source>
        <translation>die Datei kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>the file cannot be read any more ({reason})</source>
        <translation>die Datei kann nicht mehr gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>the file exists already</source>
        <translation>die Datei gibt es schon</translation>
    </message>
    <message>
        <source>the file has changed since it was opened</source>
        <translation>die Datei hat sich verändert, seit sie geöffnet wurde</translation>
    </message>
    <message>
        <source>the file holds no dictionary of weights</source>
        <translation>die Datei enthält kein Verzeichnis von Gewichten</translation>
    </message>
    <message>
        <source>the file holds no weights under `{wanted}`</source>
        <translation>die Datei enthält keine Gewichte unter `{wanted}`</translation>
    </message>
    <message>
        <source>the file holds {name} twice</source>
        <translation>die Datei enthält {name} zweimal</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the file is no longer there</source>
        <translation>die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>the file is not TOML: {reason}</source>
        <translation>die Datei ist kein TOML: {reason}</translation>
    </message>
    <message>
        <source>the file is not plain weights: to open it, code or objects from inside it would have to be run, or it is damaged. It was refused</source>
        <translation>die Datei enthält nicht nur Gewichte: Um sie zu öffnen, müsste Code aus ihr ausgeführt werden, oder sie ist beschädigt. Sie wurde abgelehnt</translation>
    </message>
    <message>
        <source>the file unpacks to more than it holds, as no weights file does. It was refused</source>
        <translation>die Datei entpackt sich zu mehr, als sie enthält; das tut keine Gewichtsdatei. Sie wurde abgelehnt</translation>
    </message>
    <message>
        <source>the file was cut off: {kilobytes:.1f} kB are missing, its index among them</source>
        <translation>die Datei ist abgeschnitten: {kilobytes:.1f} kB fehlen, darunter ihr Index</translation>
    </message>
    <message>
        <source>the file&apos;s name is not valid Unicode</source>
        <translation>der Name der Datei ist kein gültiges Unicode</translation>
    </message>
    <message>
        <source>the folder cannot be created ({reason})</source>
        <translation>der Ordner kann nicht angelegt werden ({reason})</translation>
    </message>
    <message>
        <source>the library PortAudio is not installed</source>
        <translation>die Bibliothek PortAudio ist nicht installiert</translation>
    </message>
    <message>
        <source>the number of attention heads of a model {width} wide is not known</source>
        <translation>die Zahl der Attention-Heads eines Modells der Breite {width} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the probe is for tokens {probe} wide, the encoder gives {encoder}</source>
        <translation>die Probe ist für Tokens der Breite {probe}, der Encoder liefert {encoder}</translation>
    </message>
    <message>
        <source>the server announced {announced} bytes, but its file ends at {end}</source>
        <translation>der Server hat {announced} Bytes angekündigt, aber seine Datei endet bei {end}</translation>
    </message>
    <message>
        <source>the server announces {length} bytes, which cannot be</source>
        <translation>der Server kündigt {length} Bytes an, und das kann nicht sein</translation>
    </message>
    <message>
        <source>the session is closed</source>
        <translation>die Sitzung ist geschlossen</translation>
    </message>
    <message>
        <source>the sessions cannot be opened</source>
        <translation>die Sitzungen können nicht geöffnet werden</translation>
    </message>
    <message>
        <source>the sessions cannot be used ({reason})</source>
        <translation>die Sitzungen sind nicht benutzbar ({reason})</translation>
    </message>
    <message>
        <source>the sessions cannot be written</source>
        <translation>die Sitzungen können nicht geschrieben werden</translation>
    </message>
    <message>
        <source>the settings name a file or folder whose name is not valid text</source>
        <translation>die Einstellungen nennen eine Datei oder einen Ordner, deren Name kein gültiger Text ist</translation>
    </message>
    <message>
        <source>the source does not let go</source>
        <translation>die Quelle lässt nicht los</translation>
    </message>
    <message>
        <source>the stream opens but gives no picture</source>
        <translation>der Stream lässt sich öffnen, liefert aber kein Bild</translation>
    </message>
    <message>
        <source>the video cannot be written ({reason})</source>
        <translation>das Video kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the video has no frames</source>
        <translation>das Video hat keine Bilder</translation>
    </message>
    <message>
        <source>the video is another one than when it was analysed, so lines and pictures need not fit</source>
        <translation>das Video ist ein anderes als bei der Auswertung, Linien und Bilder passen vielleicht nicht zusammen</translation>
    </message>
    <message>
        <source>the video of this session is not there</source>
        <translation>das Video dieser Sitzung ist nicht da</translation>
    </message>
    <message>
        <source>the video was not complete when the recording ended</source>
        <translation>das Video war am Ende der Aufzeichnung nicht vollständig</translation>
    </message>
    <message>
        <source>the weights are damaged or not in safetensors form ({reason})</source>
        <translation>die Gewichte sind beschädigt oder nicht in der Form safetensors ({reason})</translation>
    </message>
    <message>
        <source>the weights claim to be larger than their file. It was refused</source>
        <translation>die Gewichte geben sich größer aus als ihre Datei. Sie wurde abgelehnt</translation>
    </message>
    <message>
        <source>the weights do not fit the model ({faults})</source>
        <translation>die Gewichte passen nicht zum Modell ({faults})</translation>
    </message>
    <message>
        <source>the weights file cannot be reached ({reason})</source>
        <translation>die Gewichtsdatei ist nicht erreichbar ({reason})</translation>
    </message>
    <message>
        <source>the weights file cannot be read ({reason})</source>
        <translation>die Gewichtsdatei kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>the weights file is empty</source>
        <translation>die Gewichtsdatei ist leer</translation>
    </message>
    <message>
        <source>the weights give no numbers for this clip: they are too large to compute with</source>
        <translation>die Gewichte ergeben für diesen Clip keine Zahlen: Sie sind zu groß, um damit zu rechnen</translation>
    </message>
    <message>
        <source>the whole path of a folder, or nothing for the usual one</source>
        <translation>der ganze Pfad eines Ordners oder nichts für den üblichen</translation>
    </message>
    <message>
        <source>there are more events than a sheet can have</source>
        <translation>es sind mehr Ereignisse, als ein Tabellenblatt fasst</translation>
    </message>
    <message>
        <source>there is no picture in this file</source>
        <translation>in dieser Datei ist kein Bild</translation>
    </message>
    <message>
        <source>there is no setting “{name}”</source>
        <translation>die Einstellung „{name}“ gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such bundle</source>
        <translation>dieses Bundle gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such camera</source>
        <translation>diese Kamera gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such session</source>
        <translation>diese Sitzung gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such weights file</source>
        <translation>diese Gewichtsdatei gibt es nicht</translation>
    </message>
    <message>
        <source>there is no video in this file</source>
        <translation>in dieser Datei ist kein Video</translation>
    </message>
    <message>
        <source>there is something at the bundle&apos;s place already</source>
        <translation>am Ort des Bundles ist schon etwas</translation>
    </message>
    <message>
        <source>this address gives a single picture, not a stream</source>
        <translation>diese Adresse liefert ein einzelnes Bild, keinen Stream</translation>
    </message>
    <message>
        <source>this address leads on to another one, and no video comes from there</source>
        <translation>diese Adresse führt zu einer anderen weiter, und von dort kommt kein Video</translation>
    </message>
    <message>
        <source>this computer has no sound output</source>
        <translation>dieser Computer hat keine Tonausgabe</translation>
    </message>
    <message>
        <source>this encoder gives one reading every {seconds} s here in {precision}</source>
        <translation>dieser Encoder liefert hier alle {seconds} s einen Schätzwert ({precision})</translation>
    </message>
    <message>
        <source>this encoder gives one reading every {seconds} s here in {precision}; the starter gives {starter} a second</source>
        <translation>dieser Encoder liefert hier alle {seconds} s einen Schätzwert ({precision}); der Starter liefert {starter} in der Sekunde</translation>
    </message>
    <message>
        <source>this encoder gives {rate} readings a second here in {precision}</source>
        <translation>dieser Encoder liefert hier {rate} Schätzwerte in der Sekunde ({precision})</translation>
    </message>
    <message>
        <source>this encoder gives {rate} readings a second here in {precision}; the starter gives {starter}</source>
        <translation>dieser Encoder liefert hier {rate} Schätzwerte in der Sekunde ({precision}); der Starter liefert {starter}</translation>
    </message>
    <message>
        <source>this file is not a bundle</source>
        <translation>diese Datei ist kein Bundle</translation>
    </message>
    <message>
        <source>this installation cannot write H.264 video</source>
        <translation>diese Installation kann kein H.264-Video schreiben</translation>
    </message>
    <message>
        <source>this is a Git LFS pointer, which only names the real file, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Git-LFS-Zeiger, der die eigentliche Datei nur nennt</translation>
    </message>
    <message>
        <source>this is a PDF document, not weights</source>
        <translation>das sind keine Gewichte, sondern ein PDF-Dokument</translation>
    </message>
    <message>
        <source>this is a folder, not a video file</source>
        <translation>das ist ein Ordner, keine Videodatei</translation>
    </message>
    <message>
        <source>this is a picture, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Bild</translation>
    </message>
    <message>
        <source>this is a recording, not a live stream</source>
        <translation>das ist eine Aufnahme, kein Live-Stream</translation>
    </message>
    <message>
        <source>this is a text, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Text</translation>
    </message>
    <message>
        <source>this is a video or a sound recording, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Video oder eine Tonaufnahme</translation>
    </message>
    <message>
        <source>this is a video, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Video</translation>
    </message>
    <message>
        <source>this is a web page, not a stream</source>
        <translation>das ist eine Webseite, kein Stream</translation>
    </message>
    <message>
        <source>this is a web page, not weights</source>
        <translation>das ist eine Webseite, keine Gewichte</translation>
    </message>
    <message>
        <source>this is a zip file, but not one with weights</source>
        <translation>das ist eine ZIP-Datei, aber keine mit Gewichten</translation>
    </message>
    <message>
        <source>this is an answer of a web server, not weights</source>
        <translation>das ist die Antwort eines Webservers, keine Gewichte</translation>
    </message>
    <message>
        <source>this is an archive, not weights</source>
        <translation>das sind keine Gewichte, sondern ein Archiv</translation>
    </message>
    <message>
        <source>this is another file than the one that was analysed</source>
        <translation>das ist eine andere Datei als die, die ausgewertet wurde</translation>
    </message>
    <message>
        <source>this is not a V-JEPA 1 video encoder: patch_embed.proj.weight, pos_embed or blocks.0.mlp.fc1.weight is missing or of another form</source>
        <translation>das ist kein V-JEPA-1-Video-Encoder: patch_embed.proj.weight, pos_embed oder blocks.0.mlp.fc1.weight fehlt oder hat eine andere Form</translation>
    </message>
    <message>
        <source>this is not a file of settings: it is far too large</source>
        <translation>das ist keine Datei mit Einstellungen: Sie ist viel zu groß</translation>
    </message>
    <message>
        <source>this is not a file of settings: it is not text</source>
        <translation>das ist keine Datei mit Einstellungen: Sie ist kein Text</translation>
    </message>
    <message>
        <source>this is not a probe: it has no linear.weight and, for an attentive one, pooler.query_tokens of the right form</source>
        <translation>dies ist keine Probe: Es fehlt linear.weight oder, bei einer mit Attention, pooler.query_tokens in der richtigen Form</translation>
    </message>
    <message>
        <source>this is not a weights file</source>
        <translation>das ist keine Datei mit Gewichten</translation>
    </message>
    <message>
        <source>this is not an ordinary file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>this is not the address of a stream</source>
        <translation>das ist keine Adresse eines Streams</translation>
    </message>
    <message>
        <source>this is the session&apos;s own video</source>
        <translation>das ist das Video der Sitzung selbst</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>Benutzername oder Passwort ist falsch</translation>
    </message>
    <message>
        <source>what answers at port {port} of {host} does not speak {scheme}</source>
        <translation>was an Port {port} von {host} antwortet, spricht kein {scheme}</translation>
    </message>
    <message>
        <source>what comes from this address is no video ({kind})</source>
        <translation>was von dieser Adresse kommt, ist kein Video ({kind})</translation>
    </message>
    <message>
        <source>{failed} of {total} sessions could not be exported</source>
        <translation>{failed} von {total} Sitzungen konnten nicht exportiert werden</translation>
    </message>
    <message>
        <source>{host} answers, but has nothing at this address (error {status})</source>
        <translation>{host} antwortet, hat unter dieser Adresse aber nichts (Fehler {status})</translation>
    </message>
    <message>
        <source>{host} answers, but no picture comes that can be read</source>
        <translation>{host} antwortet, aber es kommt kein lesbares Bild</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({reason})</source>
        <translation>{host} ist nicht zu erreichen ({reason})</translation>
    </message>
    <message>
        <source>{host} does not answer</source>
        <translation>{host} antwortet nicht</translation>
    </message>
    <message>
        <source>{host} ends the connection without an answer</source>
        <translation>{host} beendet die Verbindung ohne Antwort</translation>
    </message>
    <message>
        <source>{host} is there, but nothing answers at port {port}</source>
        <translation>{host} ist da, aber an Port {port} antwortet nichts</translation>
    </message>
    <message>
        <source>{host} takes the connection, but gives no answer</source>
        <translation>{host} nimmt die Verbindung an, gibt aber keine Antwort</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {reason}. {bundle} goes on</source>
        <translation>„{name}“ kann nicht verwendet werden: {reason}. {bundle} läuft weiter</translation>
    </message>
    <message>
        <source>“{name}” cannot be {value}</source>
        <translation>„{name}“ kann nicht {value} sein</translation>
    </message>
    <message>
        <source>“{name}” has to be a table, [{name}]</source>
        <translation>„{name}“ muss eine Tabelle sein, [{name}]</translation>
    </message>
    <message>
        <source>“{name}”, or the whole path of a bundle</source>
        <translation>„{name}“ oder der ganze Pfad eines Bundles</translation>
    </message>
    <message>
        <source>{bundle} is in use now, on {device}</source>
        <translation>{bundle} ist jetzt in Gebrauch, auf {device}</translation>
    </message>
    <message>
        <source>Allowed: {allowed}</source>
        <translation>Erlaubt: {allowed}</translation>
    </message>
    <message>
        <source>An address looks like {example}</source>
        <translation>Eine Adresse sieht so aus: {example}</translation>
    </message>
    <message>
        <source>Analyse it again</source>
        <translation>Werten Sie es noch einmal aus</translation>
    </message>
    <message>
        <source>Annotated video</source>
        <translation>Video mit Ergebnissen</translation>
    </message>
    <message>
        <source>Any use, also commercial; the licence text goes along with copies</source>
        <translation>Jede Nutzung, auch kommerziell; Kopien liegt der Lizenztext bei</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU (Metal) is the fastest that is there</source>
        <translation>Apples Grafik (Metal) ist das Schnellste, was da ist</translation>
    </message>
    <message>
        <source>BORIS events</source>
        <translation>BORIS-Ereignisse</translation>
    </message>
    <message>
        <source>CSV, one row for each clip</source>
        <translation>CSV, eine Zeile je Clip</translation>
    </message>
    <message>
        <source>CSV, one row for each second</source>
        <translation>CSV, eine Zeile je Sekunde</translation>
    </message>
    <message>
        <source>CUDA does not start: {reason}</source>
        <translation>CUDA startet nicht: {reason}</translation>
    </message>
    <message>
        <source>Download the model again</source>
        <translation>Laden Sie das Modell neu herunter</translation>
    </message>
    <message>
        <source>Free some space</source>
        <translation>Geben Sie Speicherplatz frei</translation>
    </message>
    <message>
        <source>Free some space there</source>
        <translation>Schaffen Sie dort Platz</translation>
    </message>
    <message>
        <source>Free some space there, or check who may write there</source>
        <translation>Schaffen Sie dort Platz oder prüfen Sie, wer dort schreiben darf</translation>
    </message>
    <message>
        <source>Free some space there, or check who may write there; then it goes on where it stopped</source>
        <translation>Schaffen Sie dort Platz oder prüfen Sie, wer dort schreiben darf; dann geht es dort weiter, wo es aufgehört hat</translation>
    </message>
    <message>
        <source>Get it again: only a whole one is taken for it</source>
        <translation>Holen Sie ihn noch einmal: Nur ein unversehrter wird angenommen</translation>
    </message>
    <message>
        <source>Get it on the Models page or with fer-train weights get {name} ({url}), or give its file, the one with SHA-256 {digest}...</source>
        <translation>Holen Sie ihn auf der Seite „Modelle“ oder mit fer-train weights get {name} ({url}), oder geben Sie seine Datei an, die mit SHA-256 {digest}...</translation>
    </message>
    <message>
        <source>Get it on the Models page or with fer-train weights get {name}: {url} ({licence})</source>
        <translation>Holen Sie ihn auf der Seite „Modelle“ oder mit fer-train weights get {name}: {url} ({licence})</translation>
    </message>
    <message>
        <source>Get the file again</source>
        <translation>Holen Sie die Datei noch einmal</translation>
    </message>
    <message>
        <source>Give its name, or import the folder that it came in</source>
        <translation>Geben Sie seinen Namen an oder importieren Sie den Ordner, in dem er kam</translation>
    </message>
    <message>
        <source>Give the encoder&apos;s file, or import it under another name</source>
        <translation>Geben Sie die Datei des Encoders an oder importieren Sie sie unter einem anderen Namen</translation>
    </message>
    <message>
        <source>Give the encoder&apos;s file, the one with SHA-256 {digest}...</source>
        <translation>Geben Sie die Datei des Encoders an, die mit SHA-256 {digest}...</translation>
    </message>
    <message>
        <source>Install it with: {command}</source>
        <translation>Installieren Sie sie mit: {command}</translation>
    </message>
    <message>
        <source>Type the password again; capital and small letters differ</source>
        <translation>Geben Sie das Passwort noch einmal ein und achten Sie auf Groß- und Kleinschreibung</translation>
    </message>
    <message>
        <source>the damaged database cannot be set aside ({reason})</source>
        <translation>die beschädigte Datenbank kann nicht beiseitegelegt werden ({reason})</translation>
    </message>
    <message>
        <source>the database of sessions is damaged, and in use</source>
        <translation>die Datenbank der Sitzungen ist beschädigt und in Gebrauch</translation>
    </message>
    <message>
        <source>the device &quot;{name}&quot; is not there ({reason})</source>
        <translation>das Gerät „{name}“ ist nicht da ({reason})</translation>
    </message>
    <message>
        <source>the download broke off ({reason})</source>
        <translation>der Download ist abgebrochen ({reason})</translation>
    </message>
    <message>
        <source>the download cannot be kept on the disk ({reason})</source>
        <translation>der Download kann nicht gespeichert werden ({reason})</translation>
    </message>
    <message>
        <source>the encoder cannot be removed ({reason})</source>
        <translation>der Encoder kann nicht entfernt werden ({reason})</translation>
    </message>
    <message>
        <source>the encoder cannot be written ({reason})</source>
        <translation>der Encoder kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the encoder {name} is not as it was when it was put here: it was damaged or exchanged</source>
        <translation>der Encoder {name} ist nicht mehr so, wie er hier abgelegt wurde: Er wurde beschädigt oder ausgetauscht</translation>
    </message>
    <message>
        <source>the encoder {name} on this computer is damaged: its file or its record is not whole</source>
        <translation>der Encoder {name} auf diesem Computer ist beschädigt: Seine Datei oder sein Eintrag ist nicht vollständig</translation>
    </message>
    <message>
        <source>the encoder {name} was changed or damaged since it was put here</source>
        <translation>der Encoder {name} wurde verändert oder beschädigt, seit er hier abgelegt wurde</translation>
    </message>
    <message>
        <source>the file is cut off, as half a download is</source>
        <translation>die Datei ist abgeschnitten wie ein halber Download</translation>
    </message>
    <message>
        <source>the file is not the card&apos;s: its SHA-256 is {found}..., the card says {expected}...</source>
        <translation>die Datei ist nicht die der Karte: Ihr SHA-256 ist {found}..., die Karte sagt {expected}...</translation>
    </message>
    <message>
        <source>the file is not this bundle&apos;s encoder: its SHA-256 is {found}..., the card says {expected}...</source>
        <translation>die Datei ist nicht der Encoder dieses Bundles: Ihr SHA-256 ist {found}..., die Karte sagt {expected}...</translation>
    </message>
    <message>
        <source>the file makes no sense: {fault}</source>
        <translation>die Datei ergibt keinen Sinn: {fault}</translation>
    </message>
    <message>
        <source>the file was damaged on the way: its SHA-256 is {found}..., the server says {expected}...</source>
        <translation>die Datei wurde unterwegs beschädigt: Ihr SHA-256 ist {found}..., der Server sagt {expected}...</translation>
    </message>
    <message>
        <source>the folder for encoders cannot be written ({reason})</source>
        <translation>der Ordner für Encoder kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the folder holds no {file}</source>
        <translation>der Ordner enthält keine {file}</translation>
    </message>
    <message>
        <source>the folder of the sessions cannot be written ({reason})</source>
        <translation>in den Ordner der Sitzungen kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the library {library} does not work ({reason})</source>
        <translation>die Bibliothek {library} funktioniert nicht ({reason})</translation>
    </message>
    <message>
        <source>the library {library} is too old (version {version})</source>
        <translation>die Bibliothek {library} ist zu alt (Version {version})</translation>
    </message>
    <message>
        <source>the parts of the weights overlap</source>
        <translation>die Teile der Gewichte überlappen sich</translation>
    </message>
    <message>
        <source>the precision {precision} is not for this device</source>
        <translation>die Genauigkeit {precision} gibt es auf diesem Gerät nicht</translation>
    </message>
    <message>
        <source>the server cannot be reached ({reason})</source>
        <translation>der Server ist nicht erreichbar ({reason})</translation>
    </message>
    <message>
        <source>the server does not have this file</source>
        <translation>der Server hat diese Datei nicht</translation>
    </message>
    <message>
        <source>the server does not send the file ({reason})</source>
        <translation>der Server sendet die Datei nicht ({reason})</translation>
    </message>
    <message>
        <source>the server refuses ({reason})</source>
        <translation>der Server lehnt ab ({reason})</translation>
    </message>
    <message>
        <source>the server sent an empty file</source>
        <translation>der Server hat eine leere Datei gesendet</translation>
    </message>
    <message>
        <source>the server&apos;s certificate cannot be trusted ({reason})</source>
        <translation>dem Zertifikat des Servers ist nicht zu trauen ({reason})</translation>
    </message>
    <message>
        <source>the server&apos;s name is not known; is there a network?</source>
        <translation>der Name des Servers ist nicht bekannt; gibt es ein Netz?</translation>
    </message>
    <message>
        <source>the sessions cannot be written ({reason})</source>
        <translation>die Sitzungen können nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>the video changed while it was analysed</source>
        <translation>das Video hat sich während der Auswertung geändert</translation>
    </message>
    <message>
        <source>the weights are damaged ({faults})</source>
        <translation>die Gewichte sind beschädigt ({faults})</translation>
    </message>
    <message>
        <source>there are no sessions yet</source>
        <translation>es gibt noch keine Sitzungen</translation>
    </message>
    <message>
        <source>there is another encoder called {name} already</source>
        <translation>es gibt schon einen anderen Encoder namens {name}</translation>
    </message>
    <message>
        <source>there is too little room on the disk: {needed} are needed, {free} are free</source>
        <translation>auf dem Datenträger ist zu wenig Platz: {needed} werden gebraucht, {free} sind frei</translation>
    </message>
    <message>
        <source>this is a model of another kind ({kind})</source>
        <translation>das ist ein Modell anderer Art ({kind})</translation>
    </message>
    <message>
        <source>this is another encoder than {name}: it has {found}</source>
        <translation>das ist ein anderer Encoder als {name}: Er hat {found}</translation>
    </message>
    <message>
        <source>this is another file than the first one: its SHA-256 is {found}..., recorded is {expected}...</source>
        <translation>das ist eine andere Datei als die erste: Ihr SHA-256 ist {found}..., festgehalten ist {expected}...</translation>
    </message>
    <message>
        <source>this is no address of a file</source>
        <translation>das ist keine Adresse einer Datei</translation>
    </message>
    <message>
        <source>this is not a V-JEPA 2 encoder: parameters that such a file begins with are missing or of another form</source>
        <translation>das ist kein V-JEPA-2-Encoder: Parameter, mit denen eine solche Datei beginnt, fehlen oder haben eine andere Form</translation>
    </message>
    <message>
        <source>this is not a V-JEPA encoder: the parameters that such a file begins with are missing or of another form</source>
        <translation>das ist kein V-JEPA-Encoder: Die Parameter, mit denen eine solche Datei beginnt, fehlen oder haben eine andere Form</translation>
    </message>
    <message>
        <source>this recording was paused, and its pictures are in several files, of which one only can be drawn on</source>
        <translation>diese Aufzeichnung hatte eine Pause, ihre Bilder liegen in mehreren Dateien, und nur in eine kann gezeichnet werden</translation>
    </message>
    <message>
        <source>this torch is built without CUDA</source>
        <translation>dieses torch ist ohne CUDA gebaut</translation>
    </message>
    <message>
        <source>what the server sends is not weights</source>
        <translation>was der Server sendet, sind keine Gewichte</translation>
    </message>
    <message>
        <source>{camera} does not give {wanted}; it gives {given}</source>
        <translation>{camera} liefert nicht {wanted}, sondern {given}</translation>
    </message>
    <message>
        <source>{device} does not work ({reason})</source>
        <translation>{device} funktioniert nicht ({reason})</translation>
    </message>
    <message>
        <source>{device} has not enough memory: the CPU goes on in its place</source>
        <translation>{device} hat zu wenig Speicher: An seiner Stelle rechnet die CPU weiter</translation>
    </message>
    <message>
        <source>{device} has not enough memory: the CPU is used in its place</source>
        <translation>{device} hat zu wenig Speicher: Stattdessen wird die CPU verwendet</translation>
    </message>
    <message>
        <source>{device} ran out of memory: smaller batches from now on (clips at a time: {clips})</source>
        <translation>{device} hat zu wenig Speicher: Von jetzt an werden weniger Clips auf einmal ausgewertet ({clips})</translation>
    </message>
    <message>
        <source>{name} ends after {frames} of {expected} frames: {missing} frames ({seconds:.1f} s, {share:.0%}) are missing. It may have been cut off.</source>
        <translation>{name} endet nach {frames} von {expected} Bildern: {missing} Bilder ({seconds:.1f} s, {share:.0%}) fehlen. Vielleicht wurde die Datei abgeschnitten.</translation>
    </message>
    <message>
        <source>{name} has gaps: {lost:.2f} s of pictures could not be decoded or were never recorded ({holes} in all, the first after {first:.2f} s).</source>
        <translation>{name} hat Lücken: {lost:.2f} s an Bildern konnten nicht decodiert werden oder wurden nie aufgenommen (insgesamt {holes}, die erste nach {first:.2f} s).</translation>
    </message>
    <message>
        <source>{name} in the bundle is a link that leads out of it</source>
        <translation>{name} im Bundle ist eine Verknüpfung, die aus ihm hinausführt</translation>
    </message>
    <message>
        <source>{name} in the bundle is damaged or cannot be read ({reason})</source>
        <translation>{name} im Bundle ist beschädigt oder kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{name} in the bundle is too large ({size} bytes)</source>
        <translation>{name} im Bundle ist zu groß ({size} Bytes)</translation>
    </message>
    <message>
        <source>{name} is damaged: some pictures could not be decoded and are left out, the first after {first:.2f} s.</source>
        <translation>{name} ist beschädigt: Einige Bilder konnten nicht decodiert werden und fehlen, das erste nach {first:.2f} s.</translation>
    </message>
    <message>
        <source>{name} is missing from the bundle</source>
        <translation>{name} fehlt im Bundle</translation>
    </message>
    <message>
        <source>{name} is no name for an encoder</source>
        <translation>{name} ist kein Name für einen Encoder</translation>
    </message>
    <message>
        <source>{name} is not a plain tensor</source>
        <translation>{name} ist kein einfacher Tensor</translation>
    </message>
    <message>
        <source>{name} is the fastest that is there</source>
        <translation>{name} ist das Schnellste, was da ist</translation>
    </message>
    <message>
        <source>{name} was chosen</source>
        <translation>{name} wurde gewählt</translation>
    </message>
    <message>
        <source>{name} was cut off after {frames} frames ({seconds:.1f} s): at least {kilobytes:.1f} kB are missing, and it does not say how many frames it had.</source>
        <translation>{name} wurde nach {frames} Bildern ({seconds:.1f} s) abgeschnitten: Mindestens {kilobytes:.1f} kB fehlen, und wie viele Bilder es waren, sagt die Datei nicht.</translation>
    </message>
    <message>
        <source>{name} was cut off after {frames} frames ({seconds:.1f} s); it does not say how many it had.</source>
        <translation>{name} wurde nach {frames} Bildern ({seconds:.1f} s) abgeschnitten; wie viele es waren, sagt die Datei nicht.</translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation>{size} GB</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>{source} is back</source>
        <translation>{source} ist wieder da</translation>
    </message>
    <message>
        <source>{source} is lost: {why}</source>
        <translation>{source} ist verloren: {why}</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>{width} × {height}, {fps} fps</source>
        <translation>{width} × {height}, {fps} fps</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>16 bit, graphics cards only (fp16)</source>
        <translation>16 Bit, nur Grafikkarten (fp16)</translation>
    </message>
    <message>
        <source>16 bit, wide range (bf16)</source>
        <translation>16 Bit, großer Zahlenbereich (bf16)</translation>
    </message>
    <message>
        <source>32 bit, exact (fp32)</source>
        <translation>32 Bit, genau (fp32)</translation>
    </message>
    <message>
        <source>8 bit, processor only (int8)</source>
        <translation>8 Bit, nur Prozessor (int8)</translation>
    </message>
    <message>
        <source>Graphics (Apple)</source>
        <translation>Grafik (Apple)</translation>
    </message>
</context>
<context>
    <name>encoder_facts</name>
    <message>
        <source>Any use; trained on FER2013, a research data set</source>
        <translation>Jede Nutzung; trainiert mit FER2013, einem Forschungsdatensatz</translation>
    </message>
    <message>
        <source>What it may be used for, its publisher has to say</source>
        <translation>Wofür er verwendet werden darf, muss sein Herausgeber sagen</translation>
    </message>
    <message>
        <source>{depth} blocks, {width} wide</source>
        <translation>{depth} Blöcke, Breite {width}</translation>
    </message>
    <message>
        <source>{side} × {side} pixels</source>
        <translation>{side} × {side} Pixel</translation>
    </message>
</context>
<context>
    <name>kept_files</name>
    <message>
        <source>No log is written: its folder cannot be used</source>
        <translation>Es wird kein Protokoll geschrieben: Der Ordner dafür ist nicht benutzbar</translation>
    </message>
    <message>
        <source>Settings cannot be kept</source>
        <translation>Einstellungen können nicht aufbewahrt werden</translation>
    </message>
    <message>
        <source>The damaged file has been kept.</source>
        <translation>Die beschädigte Datei wurde aufgehoben.</translation>
    </message>
    <message>
        <source>The settings were damaged: they begin anew</source>
        <translation>Die Einstellungen waren beschädigt: Sie beginnen von vorn</translation>
    </message>
    <message>
        <source>What you choose and accept is forgotten when the program ends. This file cannot be written.</source>
        <translation>Was Sie wählen und annehmen, ist nach dem Ende des Programms vergessen. Diese Datei lässt sich nicht schreiben.</translation>
    </message>
</context>
<context>
    <name>licences</name>
    <message>
        <source>Starter bundle (weights)</source>
        <translation>Starter-Bundle (Gewichte)</translation>
    </message>
    <message>
        <source>Apache License 2.0; trained on FER2013, a research data set</source>
        <translation>Apache License 2.0; trainiert mit FER2013, einem Forschungsdatensatz</translation>
    </message>
    <message>
        <source>Face detector (MediaPipe, short range)</source>
        <translation>Gesichtsdetektor (MediaPipe, Nahbereich)</translation>
    </message>
    <message>
        <source>Picture of the demo (NASA)</source>
        <translation>Bild der Demo (NASA)</translation>
    </message>
    <message>
        <source>Public domain</source>
        <translation>Gemeinfrei</translation>
    </message>
    <message>
        <source>{licence}; its wheel holds FFmpeg with x264 (GPL 2)</source>
        <translation>{licence}; das Wheel enthält FFmpeg mit x264 (GPL 2)</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Symbole</translation>
    </message>
</context>
<context>
    <name>model_words</name>
    <message>
        <source>Checking the file</source>
        <translation>Datei wird geprüft</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Taking out the encoder</source>
        <translation>Encoder wird entnommen</translation>
    </message>
    <message>
        <source>one clip in {seconds} s</source>
        <translation>ein Clip in {seconds} s</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{millions} M parameters</source>
        <translation>{millions} Mio. Parameter</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{rate} clips/s</source>
        <translation>{rate} Clips/s</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
</context>
<context>
    <name>naming</name>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>{name} (camera {number})</source>
        <translation>{name} (Kamera {number})</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>Next try in {seconds} s</source>
        <translation>Nächster Versuch in {seconds} s</translation>
    </message>
    <message>
        <source>Gone for {time}.</source>
        <translation>Seit {time} weg.</translation>
    </message>
    <message>
        <source>The camera is gone</source>
        <translation>Die Kamera ist weg</translation>
    </message>
    <message>
        <source>The encoder is busy: one reading every {seconds} s</source>
        <translation>Der Encoder ist ausgelastet: ein Schätzwert alle {seconds} s</translation>
    </message>
    <message>
        <source>The stream has stopped</source>
        <translation>Der Stream ist abgerissen</translation>
    </message>
    <message>
        <source>Trying now…</source>
        <translation>Versuch läuft…</translation>
    </message>
</context>
<context>
    <name>session_words</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n Sitzung</numerusform>
            <numerusform>%n Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>An error ended it too early; what was read until then is here.</source>
        <translation>Ein Fehler hat sie zu früh beendet; hier ist, was bis dahin gelesen wurde.</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgerissen</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>Export a session: {format}</source>
        <translation>Sitzung exportieren: {format}</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>It goes on; here is what has been read by now.</source>
        <translation>Sie läuft noch; hier ist, was bisher gelesen wurde.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Somebody ended the analysis before the end of the video.</source>
        <translation>Jemand hat die Auswertung vor dem Ende des Videos abgebrochen.</translation>
    </message>
    <message>
        <source>The file exists already</source>
        <translation>Die Datei gibt es schon</translation>
    </message>
    <message>
        <source>The program was stopped in the middle. The last second may be missing.</source>
        <translation>Das Programm wurde mittendrin beendet. Die letzte Sekunde fehlt vielleicht.</translation>
    </message>
    <message>
        <source>What it holds now is lost then.</source>
        <translation>Was sie jetzt enthält, geht dann verloren.</translation>
    </message>
    <message>
        <source>{count}, {share} scored</source>
        <translation>{count}, {share} ausgewertet</translation>
    </message>
    <message>
        <source>{emotion}, {share}: vote over {clips}</source>
        <translation>{emotion}, {share}: Votum über {clips}</translation>
    </message>
    <message>
        <source>{emotion}, {share}: vote over {clips}, all faces together</source>
        <translation>{emotion}, {share}: Votum über {clips}, alle Gesichter zusammen</translation>
    </message>
    <message>
        <source>{name} exists already. Replace it?</source>
        <translation>{name} gibt es schon. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>settings_choosers</name>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>space_words</name>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
    <message>
        <source>{size} free, about {hours} h {minutes} min</source>
        <translation>{size} frei, etwa {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{size} free, about {minutes} min</source>
        <translation>{size} frei, etwa {minutes} min</translation>
    </message>
</context>
<context>
    <name>spans</name>
    <message>
        <source>{n}&#xa0;min</source>
        <translation>{n}&#xa0;min</translation>
    </message>
    <message>
        <source>{n}&#xa0;s</source>
        <translation>{n}&#xa0;s</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Angry</source>
        <translation>Ärger</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>Ruhe</translation>
    </message>
    <message>
        <source>Disgust</source>
        <translation>Ekel</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabetaste</translation>
    </message>
    <message>
        <source>Fear</source>
        <translation>Angst</translation>
    </message>
    <message>
        <source>Happy</source>
        <translation>Freude</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Sad</source>
        <translation>Trauer</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Überraschung</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
</context>
</TS>
