<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About FER Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apache License 2.0. Qt is used under the LGPL 3.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FER Desktop {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facial expression recognition on video, with V-JEPA encoders and attentive probes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and libraries, and their licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture, no reading and no usage statistics are sent anywhere. The program connects to nothing but the network camera that you name; an automatic test runs it and proves that it opens no other connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for a name or a licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows only what contains these letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, settings and the log, for a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program is made of, and under which terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the program writes what happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not stated</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActionTable</name>
    <message>
        <source>Open &amp;video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play and analyse a video file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent &amp;files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos that were opened before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;bundle…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the model in a .ferbundle file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open b&amp;undle folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the model in a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First &amp;camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse the first camera that is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ameras and more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every camera, with its resolutions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Network stream…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse a camera in the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A portrait that comes with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start or stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start or stop the analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that does it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bars are about the next face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bars are about the face before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name this &amp;face…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the face a name for this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the picture; the analysis goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;All faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every face side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pleasant first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort the bars by valence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentages beside the bars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Timing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long each step takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Longer plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plot shows more seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Shorter plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plot shows fewer seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light, dark or as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window fills the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write readings to a CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write nothing for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording &amp;options…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, subject, video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where recordings go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What this program estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does, how well, and what is not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About FER Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, settings and the log, for a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the program writes what happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddressBar</name>
    <message>
        <source>Address of the network stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address that the camera or its app shows: http://, https:// or rtsp://</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this stream (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this row (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network &amp;stream</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnalysisControls</name>
    <message>
        <source>Frames between two readings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new clip is scored every so many frames of 1/30 s (1 to 60)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips in the vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of the last clips vote together (1 to 64): more is calmer, fewer is faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clips vote together; a face that is away for two seconds begins anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clips of the session vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Vote over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames ({rate} readings/s)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BannerArea</name>
    <message>
        <source>This is a mistake in the program, not yours. It has been written to the log file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmotionBars</name>
    <message>
        <source>Emotions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bar and number: the vote. Fine line: the newest clip alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing scored</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Asked once; to be read again from the Help menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the program; nothing has been opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have read this and accept it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the European Union, inferring the emotions of people at work and in education is prohibited, except for medical or safety reasons (AI Act, Article 5(1)(f)). Elsewhere, the people concerned must be told (Article 50(3)). Film nobody who has not agreed, and base no decision about a person on what you see.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture, no reading and no usage statistics are sent anywhere. The only connection is to a network camera, if you open one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings are written only when you press Record, into {recordings}. Pictures are kept only if you ask for it there. What the program does is logged in {logs}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The starter model named the expression that people had agreed on for {accuracy} of {faces} faces it had never seen (FER2013); averaged over the {labels} expressions it found {uar} (UAR). Guessing would find {chance}. It is wrong more often than right: try it out, but do not measure people with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it must not be used for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this program estimates, and what it is not for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where files go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which category of posed facial expression two seconds of video resemble most: happy, sad, angry and so on. Not what somebody feels, thinks or intends: people smile without joy and grieve without tears.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are asked this once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPlot</name>
    <message>
        <source>Emotions over the last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last minute, vote in %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Opening…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is scored while no face is in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {number} is out of view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No face was in view long enough to be scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole video: vote over {clips}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: the last vote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A moment, please</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first reading needs two seconds of video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stream has stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on by itself as soon as the source is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vote over the whole session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vote over the last {clips}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open a bundle folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where recordings go</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to where you were ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Nothing was recorded: no clip was analysed meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows} recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was recorded until then is kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecordingStrip</name>
    <message>
        <source>● Ready to record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file begins when the analysis starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● Recording {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Alt + letter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave a page, close a row or a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the menu with this letter underlined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the control before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next control</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Capture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames per second from the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips of 16 frames scored per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a clip&apos;s last frame to its reading (median)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips not scored because the model was busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video model that looks at the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that does it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the source to let go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Network stream…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (none found)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Starter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open bundle &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open bundle f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: as the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: &amp;light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: &amp;dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme, recording folder, quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete the CSV file (Ctrl+R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write readings to a CSV file (Ctrl+R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record to CSV</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Open a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play a file and watch what is read from the faces in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A portrait that comes with the program. Needs no camera.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live from the camera of this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facial expressions, as they happen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A video model watches two seconds at a time and says which expression it sees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates posed expressions, not what somebody feels. Pictures stay on this computer and are not stored.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>choosers</name>
    <message>
        <source>Open a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bundles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a bundle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Check that it is plugged in, that this program may use cameras, and that no other program uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the file plays in a video player</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that you may read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address, user name and password, and that the camera is on and can be reached from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name and the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a bundle&apos;s folder or a .ferbundle file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file inside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder, a .ferbundle, or &quot;starter&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a probe file (its weights are under `classifier`) or a bundle&apos;s probe.safetensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a published .pth.tar or an encoder .safetensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a video file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another bundle, or train this one again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder or another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another recording folder in the menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the device cpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs that may be using it, or unplug it and plug it in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close programs that use it, or choose cpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or download it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or download the file again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or record it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it and open the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the file again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the bundle again, or get it again from where it came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, or choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get or export the bundle again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get the weights from their publisher, or as .safetensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the program again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the system packages that the README lists, and mediapipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is damaged or is no weights file: copy or download it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is tried again by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be sound only, damaged, cut off before its index, or not a video whatever its name says; see whether a media player shows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was damaged or exchanged. Get the bundle and its encoder again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move it away or choose another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was loaded. Check that this is the right file for this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug a camera in, or open a video file or the demo instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug it in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The face detection model is not the published file (its SHA-256 differs)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplug it, or restart the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update FER Desktop, or export the bundle again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it failed ({error})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pictures come any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no video comes from this address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opening was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the bundle&apos;s card has a format that this version does not know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the camera cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the camera opens but gives no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the camera was unplugged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the demo picture is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the device ran out of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file exists already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file holds no dictionary of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is not plain weights: to open it, code or objects from inside it would have to be run, or it is damaged. It was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file unpacks to more than it holds, as no weights file does. It was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file&apos;s name is not valid Unicode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the session is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the source does not let go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the stream opens but gives no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the video has no frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights claim to be larger than their file. It was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the weights give no numbers for this clip: they are too large to compute with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no picture in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such weights file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no video in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is something at the bundle&apos;s place already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this file is not a bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a folder, not a video file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a recording, not a live stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a zip file, but not one with weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a V-JEPA 1 video encoder: patch_embed.proj.weight, pos_embed or blocks.0.mlp.fc1.weight is missing or of another form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not an attentive probe: it has no pooler.query_tokens and linear.weight of the right form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not an ordinary file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is lost: {why}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics (Apple)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>licences</name>
    <message>
        <source>Starter bundle (weights)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apache License 2.0; trained on FER2013, a research data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face detector (MediaPipe, short range)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the demo (NASA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public domain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Icons</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Angry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disgust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Happy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
</TS>
