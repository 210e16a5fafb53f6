//! A whole PyTorch script for an architecture and the settings of a run: it reads MNIST's four
//! files, trains, prints the running loss as the lesson does, and the accuracy after each epoch.

use std::fmt::Write;
use std::path::Path;

use crate::dataset::augment::Augmentation;
use crate::dataset::{Source, builtin};
use crate::network::Optimizer;
use crate::training::average::{ETA, INTERVAL};
use crate::training::initialization::Initialization;
use crate::training::settings::StopConditions;
use crate::training::{Schedule, Settings};

/// The script. It needs PyTorch and NumPy alone, and a folder with MNIST's four files. What it
/// does otherwise than the settings say stands at its top.
pub fn script(settings: &Settings) -> String {
    let mut script = USAGE.to_owned();
    let otherwise = otherwise(settings);
    if !otherwise.is_empty() {
        script.push_str("#\n# Not as in the app:\n");
    }
    for line in otherwise {
        let _ = writeln!(script, "# - {line}");
    }
    script.push_str(HEAD);
    let class = settings.architecture.pytorch_class();
    script.push_str(
        class
            .split_once("\n\n\n")
            .map_or(&*class, |(_, class)| class),
    );
    script.push_str(&data(settings));
    if let Some(augmentation) = settings.augmentation {
        script.push_str(&augment(augmentation));
    }
    if settings.average {
        script.push_str(&average());
    }
    script.push_str(&run(settings));
    script
}

const USAGE: &str = "\
# Trains a network on MNIST: python train.py [FOLDER WITH MNIST'S FOUR FILES]
";

/// What only the app can do.
fn otherwise(settings: &Settings) -> Vec<String> {
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        // On one line, whatever the file is called.
        name.to_string_lossy().replace(char::is_control, " ")
    };
    let mut lines = Vec::new();
    let alone = settings.data.len() == 1;
    for source in &settings.data {
        match source {
            Source::Builtin if alone => {}
            Source::Builtin => lines.push("the app's built-in digits are left out".to_owned()),
            Source::Path(path) if path.is_dir() => lines.push(format!(
                "give the folder {} as the argument: its pictures are trained on",
                name(path)
            )),
            Source::Path(path) => {
                lines.push(format!("the drawn digits of {} are left out", name(path)));
            }
        }
    }
    for source in &settings.hold_out {
        let what = match source {
            Source::Builtin => "the built-in digits".to_owned(),
            Source::Path(path) => name(path),
        };
        lines.push(format!("what {what} holds out is not measured"));
    }
    lines
}

const HEAD: &str = "\
import copy
import gzip
import os
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


";

fn data(settings: &Settings) -> String {
    let mut data = READ.to_owned();
    if settings.data == [Source::Builtin] {
        let split = builtin();
        let train = split.train.len();
        let all = train + split.test.len();
        let _ = write!(
            data,
            "
# The app's built-in digits are the first {all} of the training set.
train_images, train_labels = read(\"train\")
test_images, test_labels = train_images[{train}:{all}], train_labels[{train}:{all}]
train_images, train_labels = train_images[:{train}], train_labels[:{train}]
"
        );
    } else {
        data.push_str(
            "
train_images, train_labels = read(\"train\")
test_images, test_labels = read(\"t10k\")
",
        );
    }
    if let Some(examples) = settings.examples {
        let _ = writeln!(
            data,
            "train_images, train_labels = train_images[:{examples}], train_labels[:{examples}]"
        );
    }
    data
}

const READ: &str = r#"

folder = sys.argv[1] if len(sys.argv) > 1 else "mnist"


def idx(name):
    """The numbers of an IDX file, plain or gzipped."""
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        data = file.read()
    dims = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dims)


def read(part):
    """Pictures N×1×28×28 in -1..1, and their digits."""
    images = torch.tensor(idx(part + "-images-idx3-ubyte")).float().unsqueeze(1)
    labels = torch.tensor(idx(part + "-labels-idx1-ubyte")).long()
    return images / 127.5 - 1, labels

"#;

fn augment(by: Augmentation) -> String {
    let Augmentation {
        rotation,
        scale,
        shear,
        shift,
        thickness,
        elastic,
    } = by;
    format!(
        r#"
# How far each deformation may go.
ROTATION, SCALE, SHEAR = {rotation}, {scale}, {shear}
SHIFT, THICKNESS, ELASTIC = {shift}, {thickness}, {elastic}
{AUGMENT}"#
    )
}

const AUGMENT: &str = r#"

def spline():
    """How much each of 7 points, 7 pixels apart, moves each of 28 pixels."""
    d = (torch.arange(28)[None] / 7 + 1 - torch.arange(7)[:, None]).abs()
    near = 2 / 3 - d**2 + d**3 / 2
    far = (2 - d).clamp(min=0) ** 3 / 6
    return torch.where(d < 1, near, far)


SPLINE = spline()


def augment(images):
    """Each picture turned, scaled, sheared, moved, thickened and bent a little, at random."""
    n = len(images)

    def draw(limit, *shape):
        return limit * (2 * torch.rand(n, *shape) - 1)

    ink = F.pad((images + 1) / 2, (1, 1, 1, 1))
    middle = ink[:, :, 1:-1, 1:-1]
    around = [middle, ink[:, :, :-2, 1:-1], ink[:, :, 2:, 1:-1]]
    around = torch.stack(around + [ink[:, :, 1:-1, :-2], ink[:, :, 1:-1, 2:]])
    by = draw(THICKNESS, 1, 1, 1)
    thicker = middle + by * (around.amax(0) - middle)
    thinner = middle - by / 2 * (around.amin(0) - middle)
    ink = torch.where(by > 0, thicker, thinner)

    angle = torch.deg2rad(draw(ROTATION, 1, 1))
    sin, cos = angle.sin(), angle.cos()
    high, wide = 1 + draw(SCALE, 1, 1), 1 + draw(SCALE, 1, 1)
    shear = draw(SHEAR, 1, 1)
    r = (torch.arange(28) - 14.0)[None, :, None]
    c = (torch.arange(28) - 14.0)[None, None, :]
    rows = high * ((cos - shear * sin) * r - sin * c) + 14 + draw(SHIFT, 1, 1)
    columns = wide * ((sin + shear * cos) * r + cos * c) + 14 + draw(SHIFT, 1, 1)
    rows = rows + SPLINE.T @ draw(ELASTIC, 7, 7) @ SPLINE
    columns = columns + SPLINE.T @ draw(ELASTIC, 7, 7) @ SPLINE
    grid = torch.stack([columns, rows], dim=-1) / 13.5 - 1
    return 2 * F.grid_sample(ink, grid, align_corners=True) - 1

"#;

fn average() -> String {
    format!(
        r#"

class Average:
    """The running mean of the weights, the last ones most (Shamir and Zhang 2013)."""

    def __init__(self):
        self.taken, self.weights = 0, None

    def take(self, net):
        self.taken += 1
        share = {most} / (self.taken + {ETA})
        if self.weights is None:
            self.weights = copy.deepcopy(net.state_dict())
        for name, weight in net.state_dict().items():
            if weight.is_floating_point():
                self.weights[name] += share * (weight - self.weights[name])

    def net(self, net):
        """A network with the mean as it would be with the weights of this moment."""
        average, net = copy.deepcopy(self), copy.deepcopy(net)
        average.take(net)
        net.load_state_dict(average.weights)
        return net

"#,
        most = ETA + 1.0,
    )
}

/// The first weights, where they are not PyTorch's own.
fn initialization(initialization: Initialization) -> String {
    let fill = match initialization {
        Initialization::Pytorch => return String::new(),
        Initialization::He => "kaiming_uniform_(layer.weight, nonlinearity=\"relu\")",
        Initialization::Xavier => "xavier_uniform_(layer.weight)",
        Initialization::Zero => "zeros_(layer.weight)",
    };
    format!(
        "for layer in net.modules():\n    if isinstance(layer, (nn.Conv2d, nn.Linear)):\n        \
         nn.init.{fill}\n        nn.init.zeros_(layer.bias)\n"
    )
}

fn run(settings: &Settings) -> String {
    let Settings {
        epochs,
        batch_size,
        learning_rate,
        seed,
        ..
    } = settings;
    let optimizer = optimizer(settings.optimizer, *learning_rate);
    let scheduler = scheduler(settings.schedule, *learning_rate);
    let next_rate = if scheduler.is_empty() {
        ""
    } else {
        "        scheduler.step()\n"
    };
    let inputs = if settings.augmentation.is_some() {
        "augment(train_images[chosen])"
    } else {
        "train_images[chosen]"
    };
    let interval = settings.report_interval();
    let initialization = initialization(settings.initialization);
    let (begin, take, measured) = if settings.average {
        let take = format!(
            "        step += 1\n        if step % {INTERVAL} == 0:\n            average.take(net)\n"
        );
        ("average, step = Average(), 0\n", take, "average.net(net)")
    } else {
        ("", String::new(), "net")
    };
    let stop = Stop::new(settings.stop);
    let (stop_begin, time_epoch, time_batch, stop_epoch) =
        (stop.begin, stop.time_epoch, stop.time_batch, stop.epoch);
    format!(
        r#"

def accuracy(net, images, labels):
    net.eval()
    with torch.no_grad():
        said = torch.cat([net(batch).argmax(1) for batch in images.split(500)])
    net.train()
    return (said == labels).float().mean().item()


torch.manual_seed({seed})
net = Net()
{initialization}criterion = nn.CrossEntropyLoss()
optimizer = {optimizer}
epochs, batch_size = {epochs}, {batch_size}
{begin}{stop_begin}{scheduler}
for epoch in range(epochs):
    running_loss = 0.0
{time_epoch}    order = torch.randperm(len(train_images))
    for i, chosen in enumerate(order.split(batch_size)):
        inputs, labels = {inputs}, train_labels[chosen]
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
{next_rate}{take}        running_loss += loss.item()
        if i % {interval} == {last}:
            print(f"[{{epoch + 1}}, {{i + 1:5d}}] loss: {{running_loss / {interval}:.3f}}")
            running_loss = 0.0
{time_batch}    trained = {measured}
    right = accuracy(trained, test_images, test_labels)
    print(f"epoch {{epoch + 1}}: {{right:.2%}} right")
{stop_epoch}
torch.save(trained.state_dict(), "net.pt")
"#,
        last = interval - 1,
    )
}

/// The lines that end a run before its epochs do.
#[derive(Default)]
struct Stop {
    /// Before the first epoch, at an epoch's begin, after a batch, after an epoch.
    begin: String,
    time_epoch: String,
    time_batch: String,
    epoch: String,
}

impl Stop {
    fn new(conditions: StopConditions) -> Self {
        let mut stop = Self::default();
        if let Some(seconds) = conditions.seconds {
            stop.begin.push_str("spent = 0.0\n");
            stop.time_epoch.push_str("    begun = time.monotonic()\n");
            stop.time_batch = format!(
                "        if spent + time.monotonic() - begun >= {seconds}:\n            break\n    \
                 spent += time.monotonic() - begun\n"
            );
            stop.epoch = format!("    if spent >= {seconds}:\n        break\n");
        }
        if let Some(accuracy) = conditions.accuracy {
            let _ = write!(stop.epoch, "    if right >= {accuracy}:\n        break\n");
        }
        if let Some(patience) = conditions.patience {
            stop.begin.push_str("best, waited = -1.0, 0\n");
            let _ = write!(
                stop.epoch,
                "    best, waited = (right, 0) if right > best else (best, waited + 1)\n    \
                 if waited >= {patience}:\n        break\n"
            );
        }
        stop
    }
}

fn optimizer(optimizer: Optimizer, rate: f32) -> String {
    match optimizer {
        Optimizer::Adam {
            beta1,
            beta2,
            epsilon,
        } => format!(
            "torch.optim.Adam(net.parameters(), lr={rate}, betas=({beta1}, {beta2}), eps={epsilon:e})"
        ),
        Optimizer::AdamW {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        } => format!(
            "torch.optim.AdamW(net.parameters(), lr={rate}, betas=({beta1}, {beta2}), \
             eps={epsilon:e}, weight_decay={weight_decay})"
        ),
        Optimizer::Sgd { momentum } => {
            format!("torch.optim.SGD(net.parameters(), lr={rate}, momentum={momentum})")
        }
    }
}

fn scheduler(schedule: Schedule, rate: f32) -> String {
    const STEPS: &str = "steps = epochs * -(-len(train_images) // batch_size)\n";
    match schedule {
        Schedule::Constant => String::new(),
        Schedule::Cosine => format!(
            "{STEPS}scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)\n"
        ),
        Schedule::OneCycle => format!(
            "{STEPS}scheduler = torch.optim.lr_scheduler.OneCycleLR(\n    \
             optimizer, {rate}, total_steps=steps, cycle_momentum=False\n)\n"
        ),
    }
}
