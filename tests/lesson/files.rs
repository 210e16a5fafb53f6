//! Lesson files: what they hold, and what is wrong with them.

use convscope::language::Language;
use convscope::lesson::{Block, Inline, Kind, Library, Style, built_in, parse};

const CHAPTER: &str = "\
# Padding

## The edge

A corner is read **{=coverage n=28 k=5 at=corner}** time, of {=pixels}.

`{=formula n=28 k=5 p=2}`

- one
- *two*

> Aside.

```figure coverage
kernel: 7
controls: padding, kernel
```

```task
done: kernel = 7 and output = 28
Which padding
keeps it?
then: This: {=this.padding}.
```

```python
conv = {=module net=lesson layer=conv1}
```

```names
padding: Padding
```
";

#[test]
fn a_chapter_is_read() {
    let chapter = parse("04-padding", CHAPTER, Language::English).unwrap();
    assert_eq!(
        (chapter.name.as_str(), chapter.title.as_str()),
        ("04-padding", "Padding")
    );
    let step = &chapter.steps[0];
    assert_eq!(step.title, "The edge");
    let text = |block: &Block| convscope::lesson::parse::Plain(block.spans()).to_string();
    let texts: Vec<String> = step.prose.iter().map(text).collect();
    assert_eq!(
        texts,
        [
            "A corner is read 1 time, of 784.",
            "⌊(28 − 5 + 2·2) / 1⌋ + 1 = ⌊27⌋ + 1 = 28",
            "one",
            "two",
            "Aside.",
        ]
    );
    assert!(matches!(step.prose[1], Block::Formula(_)));
    assert!(matches!(step.prose[2], Block::Item(_)));
    assert!(matches!(step.prose[4], Block::Aside(_)));
    assert_eq!(step.prose[0].spans()[1].style, Style::Strong);
    let figure = step.figure.as_ref().unwrap();
    assert_eq!((figure.kind, figure.number("kernel")), (Kind::Coverage, 7));
    let controls: Vec<_> = figure.controls().map(|(setting, _)| setting.name).collect();
    assert_eq!(controls, ["padding", "kernel"]);
    let task = step.task.as_ref().unwrap();
    assert_eq!(task.done.to_string(), "kernel = 7 and output = 28");
    assert_eq!(task.then[1].inline, Inline::Live("padding".into()));
    let code = step.code.as_ref().unwrap();
    assert_eq!(code.source, "conv = nn.Conv2d(1, 6, 5, padding=2)\n");
    assert_eq!(code.names, [("padding".to_owned(), "Padding".to_owned())]);
}

/// In code as Python writes them, in words as the language does.
#[test]
fn numbers_are_written_for_their_readers() {
    let source = "# T\n\n## S\n\n{=parameters net=lesson}, {=loss p=0.5}\n\n```python\n\
                  f(1, 2, {=report-interval}, {=setting name=rate})\n```\n";
    let step = |language| parse("x", source, language).unwrap().steps.remove(0);
    let words =
        |language| convscope::lesson::parse::Plain(step(language).prose[0].spans()).to_string();
    assert_eq!(words(Language::English), "61,706, 0.69");
    assert_eq!(words(Language::German), "61.706, 0,69");
    for language in Language::ALL {
        assert_eq!(
            step(language).code.unwrap().source,
            "f(1, 2, 2000, 0.001)\n"
        );
    }
}

/// The one error that a text has, as the user reads it.
fn error(text: &str) -> String {
    let errors = parse("mine", text, Language::English).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].to_string()
}

#[test]
fn every_error_names_file_and_line() {
    let in_step = |words: &str| error(&format!("# T\n\n## S\n\n{words}\n"));
    for (said, wanted) in [
        (error("words"), "mine.md, line 1: these words stand before"),
        (
            error("## S\n\nw"),
            "line 1: a chapter begins with its title",
        ),
        (error("# T\n"), "line 1: the chapter has no screens"),
        (
            error("# T\n\n# U\n\n## S"),
            "line 3: a chapter has one title only",
        ),
        (
            in_step("### H"),
            "line 5: a heading of a third level cannot be shown",
        ),
        (in_step("<b>x</b>"), "line 5: HTML cannot be shown"),
        (in_step("![a](b.png)"), "line 5: a picture cannot be shown"),
        (in_step("1. one"), "line 5: a numbered or nested list"),
        (
            in_step("a\nb {=oops} c"),
            "line 6: there is no value “oops”; there are output,",
        ),
        (
            in_step("{=output n=3 k=5}"),
            "line 5: the value output: the kernel spans 5",
        ),
        (
            in_step("{=output n=3}"),
            "line 5: the value output needs “k”",
        ),
        (
            in_step("{=output n=3 k=x}"),
            "“x” cannot be “k” of the value output",
        ),
        (in_step("{=side n=3}"), "the value side has no argument “n”"),
        (in_step("{=side"), "line 5: “{=” is not closed"),
        (
            in_step("{=this.output}"),
            "line 5: a task or “{=this.…}” needs a figure",
        ),
        (
            in_step("```figure cube\n```"),
            "line 5: there is no figure “cube”; there are canvas,",
        ),
        (
            in_step("```figure slide\nstride: 2\nwidth: 9\n```"),
            "line 7: the figure slide has no setting “width”; it has size, kernel",
        ),
        (
            in_step("```figure slide\nstride: 9\n```"),
            "line 6: stride cannot be “9”; it can be 1, 2, 3, 4",
        ),
        (
            in_step("```figure slide\nstride\n```"),
            "line 6: “stride” has no colon",
        ),
        (
            in_step("```figure slide\ncontrols: width\n```"),
            "no setting “width”",
        ),
        (
            in_step("```figure slide\n```\n```figure slide\n```"),
            "line 7: this screen has its figure already",
        ),
        (
            in_step("```figure slide\n```\n```task\nDo.\n```"),
            "line 7: a task says when",
        ),
        (
            in_step("```figure slide\n```\n```task\ndone: drawn = yes\n```"),
            "a task says what to do",
        ),
        (
            in_step("```figure slide\n```\n```task\ndone: stride 3\nDo.\n```"),
            "line 8: “stride 3” is no condition",
        ),
        (
            in_step("```figure slide\n```\n```task\ndone: corner = 3\nDo.\n```"),
            "line 8: there is no fact “corner” here; there are size, kernel",
        ),
        (in_step("```rust\n```"), "line 5: “rust” is no marked place"),
        (
            in_step("```names\na: b\n```"),
            "“names before python” is no marked place",
        ),
    ] {
        assert!(said.contains(wanted), "“{said}” does not say “{wanted}”");
    }
}

#[test]
fn all_errors_are_told_in_order() {
    let errors = parse("x", "# T\n## S\n{=a}\n\n{=b}\n\n### H\n", Language::English).unwrap_err();
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [3, 5, 7]);
}

#[test]
fn the_chapters_that_come_along_are_sound() {
    for language in Language::ALL {
        let (chapters, errors) = built_in(language);
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors, [""; 0], "{language:?}");
        assert_eq!(chapters.len(), 11);
        for chapter in &chapters {
            let steps = chapter.steps.len();
            assert!(
                (3..=6).contains(&steps),
                "{}: {steps} screens",
                chapter.name
            );
            assert!(chapter.steps.iter().all(|step| step.figure.is_some()));
        }
    }
}

#[test]
fn a_folder_of_ones_own_is_added_and_its_errors_leave_the_rest() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, words: &[u8]| std::fs::write(folder.path().join(name), words).unwrap();
    write("2-good.md", CHAPTER.as_bytes());
    write("1-bad.md", b"# T\n\n## S\n\n{=oops}\n");
    write("3-bytes.md", &[0xff, 0xfe, 0x00]);
    write("4-large.md", &vec![b'x'; 300_000]);
    write("notes.txt", b"no lesson");
    let library = Library::read(Language::English, Some(folder.path()));
    assert_eq!((library.built_in, library.chapters.len()), (11, 12));
    assert_eq!(library.chapters[11].name, "2-good");
    let errors: Vec<String> = library.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].starts_with("1-bad.md, line 5: there is no value “oops”"));
    assert!(errors[1].starts_with("3-bytes.md: cannot be read"));
    assert!(errors[2].starts_with("4-large.md: the file is larger than"));
}

#[test]
fn a_folder_without_lessons_is_named() {
    let folder = tempfile::TempDir::new().unwrap();
    let empty = Library::read(Language::English, Some(folder.path()));
    assert!(empty.errors[0].to_string().contains("no lesson files here"));
    let missing = folder.path().join("missing");
    let library = Library::read(Language::English, Some(&missing));
    assert!(
        library.errors[0]
            .to_string()
            .contains("choose another folder")
    );
    assert_eq!(library.chapters.len(), 11);
}

/// Whatever a file holds, reading it ends in a chapter or in errors.
#[test]
fn no_text_stops_the_reader() {
    let pieces = [
        "# ",
        "## ",
        "### ",
        "```figure ",
        "slide\n",
        "```",
        "\n",
        "{=",
        "}",
        "output n=",
        "9",
        " k=",
        "99999999999999999999",
        "this.",
        "**",
        "_",
        "`",
        "> ",
        "- ",
        "1. ",
        "done: ",
        "a = b",
        " and ",
        "<",
        ">",
        "|",
        "\u{0}",
        "ß",
        "\t",
        "then:",
        "task\n",
        "python\n",
        "names\n",
        ": ",
        "field layers=1000 k=1000000 s=1000000",
        "coverage n=1000 at=edge p=1000000",
        "convolution-parameters in=1000000 out=1000000",
        "field",
        "}\n\n",
    ];
    let mut state = 1_u64;
    for _ in 0..3000 {
        let mut text = String::from("# T\n\n## S\n\n");
        for _ in 0..30 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let _ = parse("x", &text, Language::German);
    }
}
