<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DropTarget</name>
    <message numerus="yes">
        <source>Drop to play {name} and analyse %n more</source>
        <translation>
            <numerusform>Drop to play {name} and analyse %n more</numerusform>
            <numerusform>Drop to play {name} and analyse %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventNotes</name>
    <message numerus="yes">
        <source>%n time(s) so far</source>
        <translation>
            <numerusform>%n time so far</numerusform>
            <numerusform>%n times so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportStrip</name>
    <message numerus="yes">
        <source>%n file(s) exported to {folder}</source>
        <translation>
            <numerusform>%n file exported to {folder}</numerusform>
            <numerusform>%n files exported to {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more wait(s)</source>
        <translation>
            <numerusform>%n more waits</numerusform>
            <numerusform>%n more wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The export was cancelled; %n file(s) had been written</source>
        <translation>
            <numerusform>The export was cancelled; %n file had been written</numerusform>
            <numerusform>The export was cancelled; %n files had been written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>{done} of %n video(s) done</source>
        <translation>
            <numerusform>{done} of %n video done</numerusform>
            <numerusform>{done} of %n videos done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordingStrip</name>
    <message numerus="yes">
        <source>%n picture(s) left out</source>
        <translation>
            <numerusform>%n picture left out</numerusform>
            <numerusform>%n pictures left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message numerus="yes">
        <source>%n session(s) deleted for good</source>
        <translation>
            <numerusform>%n session deleted for good</numerusform>
            <numerusform>%n sessions deleted for good</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n setting(s) imported</source>
        <translation>
            <numerusform>%n setting imported</numerusform>
            <numerusform>%n settings imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsTable</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowPlayback</name>
    <message numerus="yes">
        <source>%n old session(s) deleted, as the settings say</source>
        <translation>
            <numerusform>%n old session deleted, as the settings say</numerusform>
            <numerusform>%n old sessions deleted, as the settings say</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>session_words</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
</TS>
